#include "moments/sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts(const Transcript& transcript, const SentenceRules& rules = {}) {
  std::vector<std::string> texts;
  for (const auto& sentence : sentences_of(transcript, rules))
    texts.push_back(text_of(transcript, sentence.first, sentence.last));
  return texts;
}

TEST(Sentences, EndAtFullStopsQuestionAndExclamationMarks) {
  const test::Speech speech = test::Speech().says("It works. Does it? Yes! Well…  So it does.");
  EXPECT_THAT(texts(speech.words()), ElementsAre("It works.", "Does it?", "Yes!", "Well…", "So it does."));
}

TEST(Sentences, DontEndAfterAbbreviationsAndInitials) {
  const test::Speech speech = test::Speech().says("Dr. Smith met J. K. Rowling at 3 p.m. in St. Ives. Then he left.");
  EXPECT_THAT(texts(speech.words()),
              ElementsAre("Dr. Smith met J. K. Rowling at 3 p.m. in St. Ives.", "Then he left."));
}

TEST(Sentences, EndAfterACompanyOnlyWhenAPauseFollows) {
  Transcript transcript = test::Speech().says("He founded Acme Inc. Later he sold it.").words();
  EXPECT_EQ(texts(transcript).size(), 2U);
  for (auto& word : transcript.words) word.end = word.start + 0.7;
  EXPECT_EQ(texts(transcript).size(), 1U);
}

TEST(Sentences, TakeNoForANumberOnlyBeforeADigit) {
  EXPECT_EQ(texts(test::Speech().says("Chanel No. 5 sells well.").words()).size(), 1U);
  EXPECT_EQ(texts(test::Speech().says("No. He never did.").words()).size(), 2U);
}

TEST(Sentences, GoOnBeforeASmallLetter) {
  EXPECT_EQ(texts(test::Speech().says("He asked why? and nobody knew.").words()).size(), 1U);
}

TEST(Sentences, KnowLargeLettersBeyondThoseOfTheWest) {
  EXPECT_EQ(texts(test::Speech().says("To był koniec. Żeby nie było. Łódź płynie.").words()).size(), 3U);
  EXPECT_EQ(texts(test::Speech().says("Kdo? a proč. žádný.").words()).size(), 1U);
}

TEST(Sentences, EndWhereTheSpeakerChanges) {
  const test::Speech speech = test::Speech().says("I was about to", 0).says("Say it.", 1);
  EXPECT_THAT(texts(speech.words()), ElementsAre("I was about to", "Say it."));
  EXPECT_EQ(texts(speech.words(), {.at_speakers = false}).size(), 1U);
}

TEST(Sentences, EndAtALongSilence) {
  const test::Speech speech = test::Speech().says("and here is the song").pause(20).says("that was it. Fine.");
  EXPECT_THAT(texts(speech.words()), ElementsAre("and here is the song", "that was it.", "Fine."));
}

TEST(Sentences, FollowPausesWhereNobodySetFullStops) {
  const test::Speech speech =
      test::Speech().says("one two three four").pause(0.6).says("five six").pause(0.1).says("seven");
  EXPECT_THAT(texts(speech.words()), ElementsAre("one two three four", "five six seven"));
}

TEST(Sentences, AreAtMostFortyWordsWhereNobodySetFullStops) {
  test::Speech speech;
  for (int i = 0; i < 205; ++i) speech.says("word");
  for (const auto& sentence : sentences_of(speech.words())) EXPECT_LE(sentence.last - sentence.first, 40U);
}

TEST(Sentences, HoldEveryWordOnceFromTheFirstAtZero) {
  const test::Speech speech = test::Speech().says("Hi. We begin at zero").murmurs(30);
  const auto sentences = sentences_of(speech.words());
  std::size_t next = 0;
  for (const auto& sentence : sentences) {
    EXPECT_EQ(sentence.first, next);
    next = sentence.last;
  }
  EXPECT_EQ(next, speech.words().words.size());
  EXPECT_EQ(sentences.front().start, 0.0);
  EXPECT_EQ(text_of(speech.words(), sentences[0].first, sentences[0].last), "Hi.");
}

TEST(Sentences, KnowQuestions) {
  const auto sentences = sentences_of(test::Speech().says("Why? Because.").words());
  EXPECT_TRUE(sentences[0].question);
  EXPECT_FALSE(sentences[1].question);
}

TEST(Sentences, OfNothingAreNone) { EXPECT_TRUE(sentences_of({}).empty()); }

}  // namespace
}  // namespace podpromo
