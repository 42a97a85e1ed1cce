#include "speech/given/fit_to_sound.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/align/aligner.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/evaluate.hpp"
#include "speech/fake_transcriber.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::HasSubstr;

// An engine that hears what was really said, a twentieth of a second late; or one that isn't there.
class TruthfulEngine final : public TranscriberFactory {
 public:
  explicit TruthfulEngine(const std::vector<Word>* said) : said_(said) {}
  Result<std::unique_ptr<Transcriber>> make() const override {
    if (said_ == nullptr) return failure(Fault::missing_model, "no speech model");
    return std::make_unique<FakeTranscriber>([this](const SpeechChunk& chunk) -> Result<HeardChunk> {
      HeardChunk heard;
      heard.language = "en";
      heard.has_times = true;
      for (Word word : *said_) {
        if (word.start < chunk.start || word.end > chunk.end) continue;
        word.start += 0.05;
        word.end += 0.05;
        heard.words.push_back(word);
      }
      return heard;
    });
  }
  std::string identity() const override { return "truthful"; }

 private:
  const std::vector<Word>* said_;
};

MadeSpeech garden_show() {
  MadeSpeech speech;
  stay_silent(speech, 1);
  say(speech, FliteVoice::rms,
      "Welcome back to the garden show. Today we talk about tomatoes and why they need water.");
  say(speech, FliteVoice::slt, "Thank you for the invitation. The first thing that people forget is the soil.", 0.7);
  say(speech, FliteVoice::rms, "Most of the bags you can buy are too wet, and the roots begin to rot in a week.", 0.5);
  say(speech, FliteVoice::slt, "My grandmother mixed sand and old leaves, and she never lost a single plant.", 0.9);
  say(speech, FliteVoice::rms, "Did she plant them deep? I always put half of the stem below the ground.", 0.4);
  say(speech, FliteVoice::slt, "Yes, and a banana peel under each of them. The neighbours laughed about it.", 0.8);
  stay_silent(speech, 1);
  return speech;
}

MadeSpeech harbour_story() {
  MadeSpeech speech;
  say(speech, FliteVoice::slt, "Nobody knew why the harbour lights went out that night, and nobody asked.");
  say(speech, FliteVoice::slt, "The captain counted nine ships before the fog, and only seven when it was gone.");
  say(speech, FliteVoice::rms, "Every letter that he wrote home was about money, weather, and his brother's horse.");
  say(speech, FliteVoice::slt, "In the morning the police found a lamp, a pair of boots, and no sign of a fight.");
  say(speech, FliteVoice::rms, "They closed the file in winter, and the house was sold to a dentist from the city.");
  return speech;
}

// `words` as captions of seven words that begin `late` seconds too late.
GivenTranscript captions_of(const std::vector<Word>& words, double late = 0) {
  std::string srt;
  const auto time = [](double s) {
    const int minutes = static_cast<int>(s / 60);
    char text[32];
    std::snprintf(text, sizeof text, "00:%02d:%06.3f", minutes, s - 60.0 * minutes);
    return std::string(text);
  };
  for (std::size_t i = 0; i < words.size(); i += 7) {
    const std::size_t last = std::min(words.size(), i + 7);
    srt += time(words[i].start + late) + " --> " + time(words[last - 1].end + late) + "\n";
    for (std::size_t k = i; k < last; ++k) srt += words[k].text + " ";
    srt += "\n\n";
  }
  return *read_given_transcript(srt, "episode.srt");
}

GivenTranscript text_of_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + " ";
  return *read_given_transcript(text, "episode.txt");
}

class FittingToSound : public testing::Test {
 protected:
  void SetUp() override {
    const auto voice = find_model("silero-vad", models_folder());
    if (!voice) GTEST_SKIP() << "the voice model is not installed; run podpromo models pull silero-vad";
    if (!english_aligner(english_model_folder())) GTEST_SKIP() << "the package pocketsphinx-en-us is not installed";
    options_.voice_model = *voice;
    options_.workers = 2;
    options_.journal = folder_ / "words.journal";
    write_wav(folder_ / "sound.wav", show_.samples);
  }

  Result<Transcript> fit(GivenTranscript given, const TranscriberFactory& engine) {
    return fit_to_sound(std::move(given), folder_ / "sound.wav", engine, options_, {}, stop_.get_token());
  }

  PrivateFolder folder_;
  FitOptions options_;
  std::stop_source stop_;
  const MadeSpeech show_ = garden_show();
  const TruthfulEngine deaf_{nullptr};
  const TruthfulEngine engine_{&show_.words};
};

TEST_F(FittingToSound, GivesTheWordsOfCaptionsTheirTimes) {
  const auto fitted = fit(captions_of(show_.words), deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_FALSE(fitted->estimated_times);
  const auto errors = word_time_errors(show_.words, fitted->words);
  EXPECT_EQ(errors.start.words, show_.words.size());
  EXPECT_LE(errors.start.median_ms, 20);
  EXPECT_LE(errors.start.p90_ms, 60);
}

TEST_F(FittingToSound, FindsCaptionsThatAreAllTooLate) {
  const auto fitted = fit(captions_of(show_.words, 9.3), deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_FALSE(fitted->estimated_times);
  EXPECT_LE(word_time_errors(show_.words, fitted->words).start.p90_ms, 60);
}

TEST_F(FittingToSound, BearsWithSmallEdits) {
  auto edited = show_.words;
  for (std::size_t i = 3; i < edited.size(); i += 9) edited[i].text = "banana";
  edited.erase(edited.begin() + 20);
  const auto fitted = fit(captions_of(edited), deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_FALSE(fitted->estimated_times);
  EXPECT_LE(word_time_errors(show_.words, fitted->words).start.p90_ms, 120);
}

TEST_F(FittingToSound, RefusesTheCaptionsOfAnotherEpisode) {
  auto other = harbour_story().words;
  EXPECT_EQ(fit(captions_of(other), deaf_).error().fault, Fault::bad_request);
  const auto refused = fit(captions_of(other), engine_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::bad_request);
  EXPECT_THAT(refused.error().reason, HasSubstr("not of this episode"));
}

TEST_F(FittingToSound, SaysWhichTimesAreEstimated) {
  auto words = show_.words;
  const auto other = harbour_story().words;
  for (std::size_t i = 30; i < 60; ++i) words[i].text = other[i - 30].text;
  const auto fitted = fit(captions_of(words), deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_TRUE(fitted->estimated_times);
  EXPECT_LE(word_time_errors(std::span(show_.words).first(25), std::span(fitted->words).first(25)).start.p90_ms, 80);
}

TEST_F(FittingToSound, FindsPlainTextByHearing) {
  const auto fitted = fit(text_of_words(show_.words), engine_);
  ASSERT_TRUE(fitted);
  EXPECT_FALSE(fitted->estimated_times);
  EXPECT_LE(word_time_errors(show_.words, fitted->words).start.p90_ms, 60);
}

TEST_F(FittingToSound, SaysWhatPlainTextNeeds) {
  const auto refused = fit(text_of_words(show_.words), deaf_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::missing_model);
  EXPECT_EQ(fit(text_of_words(harbour_story().words), engine_).error().fault, Fault::bad_request);
}

TEST_F(FittingToSound, LeavesWordTimesAloneThatAreRight) {
  GivenTranscript given;
  given.transcript.language = "en";
  given.transcript.words = show_.words;
  for (Word& word : given.transcript.words) word.start = std::max(0.0, word.start - 0.03);
  const auto fitted = fit(given, deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->words, given.transcript.words);
}

TEST_F(FittingToSound, LeavesTimesAloneWhereNobodySpeaks) {
  write_wav(folder_ / "sound.wav", std::vector<std::int16_t>(16000 * 60));
  const auto given = captions_of(show_.words);
  const auto fitted = fit(given, deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(*fitted, given.transcript);
  EXPECT_EQ(fit(text_of_words(show_.words), engine_).error().fault, Fault::bad_request);
}

TEST_F(FittingToSound, LeavesLanguagesWithoutSpacesAsTheyAre) {
  const auto given = *read_given_transcript("WEBVTT\n\n00:01.000 --> 00:05.000\n今日は良い天気ですね\n", "episode.vtt");
  EXPECT_EQ(*fit(given, engine_), given.transcript);
  EXPECT_EQ(fit(*read_given_transcript("今日は良い天気ですね", "episode.txt"), engine_).error().fault,
            Fault::bad_request);
}

// The same, knowing who speaks; needs the speaker model too.
class FittingToTwo : public FittingToSound {
 protected:
  void SetUp() override {
    const auto model = find_model(kSpeakerModel, models_folder());
    if (!model) GTEST_SKIP() << "The speaker model is not installed: podpromo models pull resemblyzer";
    FittingToSound::SetUp();
    options_.speaker_model = *model;
  }

  // Who speaks after whom.
  static std::string changes_in(const std::vector<Word>& words) {
    std::string changes;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (i == 0 || words[i].speaker != words[i - 1].speaker) changes += std::to_string(words[i].speaker);
    return changes;
  }
};

TEST_F(FittingToTwo, TellsVoicesApartWhereCaptionsNameNobody) {
  const auto fitted = fit(captions_of(show_.words), deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_THAT(fitted->speakers, testing::ElementsAre("Speaker 1", "Speaker 2"));
  EXPECT_EQ(changes_in(fitted->words), "010101");
}

TEST_F(FittingToTwo, TellsVoicesApartInATextThatIsFoundByHearing) {
  const auto fitted = fit(text_of_words(show_.words), engine_);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(changes_in(fitted->words), "010101");
}

TEST_F(FittingToTwo, BelievesHowManySpeak) {
  options_.speakers = 1;
  EXPECT_THAT(fit(captions_of(show_.words), deaf_)->speakers, testing::ElementsAre("Speaker 1"));
}

TEST_F(FittingToTwo, KeepsTheNamesThatATranscriptHas) {
  auto given = captions_of(show_.words);
  given.transcript.speakers = {"Anna"};
  for (Word& word : given.transcript.words) word.speaker = 0;
  const auto fitted = fit(given, deaf_);
  ASSERT_TRUE(fitted);
  EXPECT_THAT(fitted->speakers, testing::ElementsAre("Anna"));
  EXPECT_EQ(changes_in(fitted->words), "0");
}

TEST_F(FittingToSound, Stops) {
  stop_.request_stop();
  EXPECT_EQ(fit(captions_of(show_.words), deaf_).error().fault, Fault::cancelled);
}

}  // namespace
}  // namespace podpromo
