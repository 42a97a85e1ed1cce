#include "speech/speakers/who_speaks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

// A man, a woman, and the man again; the voice spans are known, since the words are.
struct Talk {
  MadeSpeech sound;
  std::vector<VoiceSpan> voice;

  void says(FliteVoice who, const std::string& text) {
    const std::size_t before = sound.words.size();
    say(sound, who, text, 0.8);
    voice.push_back({sound.words[before].start - 0.15, sound.words.back().end + 0.15});
  }
};

const Talk& talk() {
  static const Talk made = [] {
    Talk talk;
    talk.says(FliteVoice::rms,
              "Welcome back to the garden show. Today we talk about tomatoes and why they need water.");
    talk.says(FliteVoice::slt, "Thank you for the invitation. The first thing that people forget is the soil below.");
    talk.says(FliteVoice::rms, "So what should a beginner do in the first week of spring, when nights are still cold?");
    talk.says(FliteVoice::slt,
              "Start with three small pots near a window, and never let the leaves get cold at night.");
    stay_silent(talk.sound, 1);
    return talk;
  }();
  return made;
}

class WhoSpeaks : public testing::Test {
 protected:
  void SetUp() override {
    const auto model = find_model(kSpeakerModel, models_folder());
    if (!model) GTEST_SKIP() << "The speaker model is not installed: podpromo models pull resemblyzer";
    search_.model = *model;
  }
  Result<std::vector<SpeakerTurn>> turns(const std::vector<std::int16_t>& samples, std::span<const VoiceSpan> voice,
                                         const std::stop_token& stop = {}) const {
    write_wav(folder_ / "sound.wav", samples);
    return find_speakers(*Wav::open(folder_ / "sound.wav"), voice, search_, stop);
  }
  Result<std::vector<SpeakerTurn>> turns() const { return turns(talk().sound.samples, talk().voice); }

  PrivateFolder folder_;
  SpeakerSearch search_;
};

TEST_F(WhoSpeaks, TellsAManFromAWomanAndKnowsBothAgain) {
  const auto found = turns();
  ASSERT_TRUE(found);
  std::vector<int> speakers;
  for (const SpeakerTurn& turn : *found) speakers.push_back(turn.speaker);
  EXPECT_THAT(speakers, ElementsAre(0, 1, 0, 1));
  for (std::size_t i = 0; i < talk().voice.size(); ++i) {
    EXPECT_NEAR((*found)[i].start, talk().voice[i].start, 0.15);
    EXPECT_NEAR((*found)[i].end, talk().voice[i].end, 0.15);
  }
}

TEST_F(WhoSpeaks, FindsTheSameWithAnyNumberOfWorkers) {
  const auto alone = turns();
  search_.workers = 3;
  ASSERT_TRUE(alone);
  EXPECT_EQ(turns(), alone);
}

TEST_F(WhoSpeaks, DoesNotMindHowLoudItIs) {
  std::vector<std::int16_t> quiet = talk().sound.samples;
  std::ranges::transform(quiet, quiet.begin(), [](std::int16_t x) { return static_cast<std::int16_t>(x / 8); });
  EXPECT_EQ(turns(quiet, talk().voice), turns());
}

TEST_F(WhoSpeaks, BelievesThatOnePersonSpeaks) {
  search_.wanted = 1;
  EXPECT_THAT(turns().value(), Each(Field(&SpeakerTurn::speaker, 0)));
}

TEST_F(WhoSpeaks, IsContentWithSilenceAndWithVoiceAtTheEdges) {
  EXPECT_THAT(turns(talk().sound.samples, {}).value(), IsEmpty());
  const std::vector<VoiceSpan> edges{{0, 0.3}, {1.1, 1.4}};
  EXPECT_EQ(turns(std::vector<std::int16_t>(16'000 * 14 / 10), edges)->size(), 1U);
}

TEST_F(WhoSpeaks, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  search_.workers = 2;
  EXPECT_EQ(turns(talk().sound.samples, talk().voice, stop.get_token()).error().fault, Fault::cancelled);
}

}  // namespace
}  // namespace podpromo
