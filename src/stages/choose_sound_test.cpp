// The real network of voice activity, on sound that ffmpeg makes; the voice is flite's.
#include "stages/choose_sound.hpp"

#include "media/made_media.hpp"
#include "media/probe.hpp"
#include "models/catalog.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

constexpr auto kVoice =
    "flite=text='The secret is that every scout gets tired, even the one who is right. So a bad idea always dies "
    "first, "
    "and the best idea is the only one that is still dancing at the end.':voice=slt";

class ChooseSound : public MadeMedia {
 protected:
  void SetUp() override {
    const auto voice = find_model("silero-vad", models_folder());
    if (!voice) GTEST_SKIP() << "no model finds speech; run podpromo models pull silero-vad";
    voice_ = *voice;
  }
  // Each source is a track.
  MediaFacts chosen(const std::vector<std::string>& sources, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments;
    for (const auto& source : sources) arguments.insert(arguments.end(), {"-f", "lavfi", "-i", source});
    for (std::size_t i = 0; i < sources.size(); ++i) arguments.insert(arguments.end(), {"-map", std::to_string(i)});
    arguments.insert(arguments.end(), {"-c:a", "flac"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    const fs::path media = made("several.mkv", arguments);
    auto facts = probe(media);
    EXPECT_TRUE(facts);
    EXPECT_TRUE(choose_sound(*facts, {media, voice_, language_}));
    return *facts;
  }
  fs::path voice_;
  std::string language_;
};

TEST_F(ChooseSound, ATrackInWhichSomebodySpeaksGoesBeforeADefaultOneOfTones) {
  const auto facts = chosen({"sine=d=9:r=16000", "anullsrc=d=9:r=16000", kVoice}, {"-disposition:a:0", "default"});
  EXPECT_EQ(facts.sound->track, 2);
  EXPECT_GT(facts.sounds[2].voice.value_or(0), 0.5);
  EXPECT_NEAR(facts.declared_duration_s, facts.sounds[2].end_s, 0.001);
  EXPECT_EQ(why_this_sound(facts, ""), "sound track 3 of 3: nobody speaks in tracks 1 and 2");
}

TEST_F(ChooseSound, WhereSomebodySpeaksInSeveralWhatTheFileSaysDecides) {
  const std::vector<std::string> says{
      "-disposition:a:0", "0",           "-disposition:a:1", "default", "-metadata:s:a:1", "title=Studio",
      "-metadata:s:a:0",  "language=deu"};
  auto facts = chosen({kVoice, kVoice}, says);
  EXPECT_EQ(facts.sound->track, 1);
  EXPECT_EQ(why_this_sound(facts, ""), "sound track 2 of 2 (“Studio”): somebody speaks in track 1 too");
  language_ = "de";
  EXPECT_EQ(chosen({kVoice, kVoice}, says).sound->track, 0);
}

TEST_F(ChooseSound, WhereNobodySpeaksOrNobodyCanTellItIsTheFirst) {
  EXPECT_EQ(chosen({"sine=d=2:r=16000", "sine=d=2:r=16000"}).sound->track, 0);
  voice_.clear();
  const auto facts = chosen({"sine=d=9:r=16000", kVoice});
  EXPECT_EQ(facts.sound->track, 0);
  EXPECT_FALSE(facts.sounds[1].voice);
  EXPECT_EQ(why_this_sound(facts, ""), "sound track 1 of 2");
}

}  // namespace
}  // namespace podpromo
