#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/subtitles.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(const Transcript& transcript) {
  std::vector<std::string> out;
  for (const Word& word : transcript.words) out.push_back(word.text);
  return out;
}

TEST(PlainTranscript, IsWordsInOrderWithoutTimes) {
  const auto given = read_given_transcript("\xEF\xBB\xBFHello dear listeners.\r\n\r\nWelcome back.", "episode.txt");
  ASSERT_TRUE(given);
  EXPECT_FALSE(given->timed);
  EXPECT_TRUE(given->transcript.estimated_times);
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello", "dear", "listeners.", "Welcome", "back."));
  EXPECT_EQ(given->transcript.source, "episode.txt");
}

TEST(PlainTranscript, TakesNamesBeforeWhatIsSaid) {
  const auto given = read_given_transcript("Anna: Hello\nBob: Hi there\nAnna: So, how are you?\nBob: Fine", "e.TXT");
  ASSERT_TRUE(given);
  EXPECT_THAT(given->transcript.speakers, ElementsAre("Anna", "Bob"));
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello", "Hi", "there", "So,", "how", "are", "you?", "Fine"));
  EXPECT_EQ(given->transcript.words[3].speaker, 0);
}

TEST(PlainTranscript, TakesNumberedSpeakersBeforeWhatIsSaid) {
  const auto given = read_given_transcript("Speaker 1: Hello\n\nSpeaker 2: Hi there\n\nSpeaker 1: Fine", "e.txt");
  ASSERT_TRUE(given);
  EXPECT_THAT(given->transcript.speakers, ElementsAre("Speaker 1", "Speaker 2"));
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello", "Hi", "there", "Fine"));
}

TEST(PlainTranscript, LeavesWhatMayBeATitle) {
  const auto given = read_given_transcript("Chapter 1: The bees\nHello there", "e.txt");
  EXPECT_THAT(texts(given->transcript), ElementsAre("Chapter", "1:", "The", "bees", "Hello", "there"));
}

TEST(PlainTranscript, TakesTimesInTheirUsualPlaces) {
  const auto given = read_given_transcript(
      "[00:00:05] Anna: Hello there\n\n(1:02) Anna: Hi\n00:02:00.5\nAnna: Later on\nand later still\n", "e.txt");
  ASSERT_TRUE(given);
  EXPECT_TRUE(given->timed);
  EXPECT_DOUBLE_EQ(given->transcript.words[0].start, 5);
  EXPECT_DOUBLE_EQ(given->transcript.words[2].start, 62);
  EXPECT_DOUBLE_EQ(given->transcript.words[3].start, 120.5);
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello", "there", "Hi", "Later", "on", "and", "later", "still"));
}

TEST(PlainTranscript, TakesNamesOnLinesOfTheirOwn) {
  const auto given = read_given_transcript(
      "**Anna Bell** 0:01\nHello there.\n\n**Bob:** (0:09)\nHi.\n\nAnna Bell 0:15\nGood.\n\nBob 0:20\nYes.\n", "e.txt");
  ASSERT_TRUE(given);
  EXPECT_THAT(given->transcript.speakers, ElementsAre("Anna Bell", "Bob"));
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello", "there.", "Hi.", "Good.", "Yes."));
  EXPECT_DOUBLE_EQ(given->transcript.words[2].start, 9);
}

TEST(PlainTranscript, WithTimesThatRunBackwardsKeepsItsOrder) {
  const auto given = read_given_transcript("[0:10] one\n[0:05] two\n[0:20] three", "e.txt");
  ASSERT_TRUE(given);
  EXPECT_THAT(texts(given->transcript), ElementsAre("one", "two", "three"));
}

TEST(PlainTranscript, IsOnlyTakenForOneByItsName) {
  EXPECT_EQ(read_given_transcript("Just some text.", "e.srt").error().fault, Fault::bad_request);
  EXPECT_EQ(read_given_transcript(" \n ", "e.txt").error().fault, Fault::bad_request);
  EXPECT_EQ(read_given_transcript("[0:01]\n[0:02]\n", "e.txt").error().fault, Fault::bad_request);
}

TEST(GivenTranscript, IsAnythingElseThatCanBeRead) {
  const auto given = read_given_transcript("1\n00:00:01,000 --> 00:00:03,000\nHello\n", "e.txt");
  ASSERT_TRUE(given);
  EXPECT_TRUE(given->timed);
  EXPECT_THAT(texts(given->transcript), ElementsAre("Hello"));
}

}  // namespace
}  // namespace podpromo
