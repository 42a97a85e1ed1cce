#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "speech/align/aligner.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/align/letter_to_sound.hpp"
#include "speech/evaluate.hpp"

namespace podpromo {
namespace {

std::vector<float> as_floats(const std::vector<std::int16_t>& samples) {
  std::vector<float> floats(samples.size());
  std::transform(samples.begin(), samples.end(), floats.begin(),
                 [](std::int16_t s) { return static_cast<float>(s) / 32768; });
  return floats;
}

std::vector<Word> untimed(const std::vector<std::string>& texts) {
  std::vector<Word> words;
  for (const std::string& text : texts) words.push_back({.text = text});
  return words;
}

class EnglishAlignment : public testing::Test {
 protected:
  void SetUp() override {
    if (!aligner_) GTEST_SKIP() << "the package pocketsphinx-en-us is not installed";
  }
  std::unique_ptr<Aligner> aligner_ = english_aligner(english_model_folder());
};

TEST_F(EnglishAlignment, FindsWordsWhereTheyWereSaid) {
  MadeSpeech speech;
  say(speech, FliteVoice::rms, "The quick brown fox jumps over the lazy dog.", 0.4);
  say(speech, FliteVoice::slt, "Nobody knew why the harbour lights went out that night.", 0.8);
  auto words = speech.words;
  ASSERT_TRUE(aligner_->align(as_floats(speech.samples), 0, words));
  const auto errors = word_time_errors(speech.words, words);
  EXPECT_EQ(errors.start.words, speech.words.size());
  EXPECT_LE(errors.start.median_ms, 20);
  EXPECT_LE(errors.start.p90_ms, 60);
  EXPECT_LE(errors.end.p90_ms, 80);
}

TEST_F(EnglishAlignment, CountsTimesFromTheBeginningOfTheEpisode) {
  MadeSpeech speech;
  say(speech, FliteVoice::rms, "Good morning everybody.", 0.4);
  auto words = speech.words;
  ASSERT_TRUE(aligner_->align(as_floats(speech.samples), 100, words));
  EXPECT_NEAR(words[0].start, 100 + speech.words[0].start, 0.1);
}

TEST_F(EnglishAlignment, ReadsNumbersSignsAndNamesAsTheyAreSaid) {
  MadeSpeech speech;
  say(speech, FliteVoice::rms, "They raised three point five million dollars in twenty twenty six.", 0.3);
  say(speech, FliteVoice::rms, "Zyxwolf says a i is ninety percent done.", 0.5);
  auto words = untimed({"They", "raised", "$3.5m", "in", "2026.", "Zyxwolf", "says", "AI", "is", "90%", "done."});
  ASSERT_TRUE(aligner_->align(as_floats(speech.samples), 0, words));
  EXPECT_NEAR(words[2].start, speech.words[2].start, 0.1);  // three …
  EXPECT_NEAR(words[2].end, speech.words[6].end, 0.1);      // … dollars
  EXPECT_NEAR(words[5].start, speech.words[11].start, 0.1);
  EXPECT_NEAR(words[10].end, speech.words[18].end, 0.1);
}

TEST_F(EnglishAlignment, GivesEqualTimesWhateverCameBefore) {
  MadeSpeech speech, other;
  say(speech, FliteVoice::slt, "We will meet again on Tuesday afternoon.", 0.2);
  say(other, FliteVoice::rms, "Something else entirely was said before that.", 0.2);
  auto first = speech.words, between = other.words, second = speech.words;
  ASSERT_TRUE(aligner_->align(as_floats(speech.samples), 0, first));
  ASSERT_TRUE(aligner_->align(as_floats(other.samples), 0, between));
  ASSERT_TRUE(aligner_->align(as_floats(speech.samples), 0, second));
  EXPECT_EQ(first, second);
}

TEST_F(EnglishAlignment, LeavesWordsAloneThatCannotFit) {
  auto words = untimed({"nothing", "of", "this", "fits", "into", "a", "tenth", "of", "a", "second"});
  EXPECT_FALSE(aligner_->align(std::vector<float>(1600, 0.0F), 0, words));
  EXPECT_EQ(words, untimed({"nothing", "of", "this", "fits", "into", "a", "tenth", "of", "a", "second"}));
}

TEST(EnglishModel, IsNullWhereThereIsNone) { EXPECT_EQ(english_aligner("/nonexistent"), nullptr); }

TEST(LetterToSound, SaysWordsThatNoDictionaryKnows) {
  EXPECT_EQ(phones_by_rule("blick"), "B L IH K");
  EXPECT_EQ(phones_by_rule(""), "");
  EXPECT_EQ(phones_by_rule("日本"), "");
}

}  // namespace
}  // namespace podpromo
