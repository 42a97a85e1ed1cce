#include "captions/captions.hpp"
#include "captions/spoken.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kBees =
    "Nobody decides. That is the part people never believe. You stand there with forty thousand animals, and every "
    "one of them is voting with its body.";

std::vector<std::string> texts(const Transcript& transcript, const std::vector<Cue>& cues) {
  std::vector<std::string> texts;
  for (const Cue& cue : cues) texts.push_back(text_of(transcript, cue.first, cue.last));
  return texts;
}

TEST(Cues, BreakAtSentencesAndClauses) {
  const Transcript bees = spoken(kBees);
  EXPECT_THAT(texts(bees, cues_of(bees)), ElementsAre("Nobody decides.", "That is the part people never believe.",
                                                      "You stand there with forty thousand animals,",
                                                      "and every one of them is voting with its body."));
}

TEST(Cues, CoverEveryWordOnceAndNeverOverlap) {
  const Transcript bees = spoken(kBees + " " + kBees + " " + kBees);
  const auto cues = cues_of(bees, 20);
  std::size_t next = 0;
  double free_from = 0;
  for (const Cue& cue : cues) {
    EXPECT_EQ(cue.first, next);
    EXPECT_GE(cue.start, free_from);
    EXPECT_LT(cue.start, cue.end);
    EXPECT_LE(cue.end, bees.words[cue.last - 1].end + 0.5 + 1e-9);
    next = cue.last;
    free_from = cue.end;
  }
  EXPECT_EQ(next, bees.words.size());
}

TEST(Cues, NeverJoinTwoSpeakersOrCrossALongPause) {
  const Transcript two = transcript_of({{"Really?", 0, 0.4, 1, 0}, {"Yes.", 0.45, 0.7, 1, 1}, {"Later", 9, 9.3, 1, 1}});
  EXPECT_EQ(cues_of(two).size(), 3u);
}

TEST(Cues, LeaveNoWordAloneWhenItHasANeighbour) {
  const Transcript long_one = spoken("seventeen enormous elephants wandered slowly across the dusty plain yesterday");
  for (const Cue& cue : cues_of(long_one, 16)) EXPECT_GE(cue.last - cue.first, 2u);
}

TEST(Cues, AreNoneWithoutWords) { EXPECT_TRUE(cues_of(Transcript{}).empty()); }

TEST(Srt, HasNumbersTimesAndAtMostTwoLines) {
  const Transcript words = transcript_of({{"Hello", 3661.5, 3661.9}, {"there.", 3662, 3662.25}});
  EXPECT_EQ(srt(words), "1\n01:01:01,500 --> 01:01:02,750\nHello there.\n\n");
}

TEST(Srt, TakesMarkupOutOfWords) {
  const Transcript words = transcript_of({{"a-->b", 0, 0.4}, {"<i>", 0.4, 0.8}, {"two\n\nlines", 0.8, 1.2}});
  EXPECT_EQ(srt(words), "1\n00:00:00,000 --> 00:00:01,700\na--›b ‹i› two lines\n\n");
}

TEST(WebVtt, EscapesWhatTheFormatReserves) {
  const Transcript words = transcript_of({{"R&D", 0, 0.4}, {"-->", 0.4, 0.8}, {"<b>", 0.8, 1.2}});
  EXPECT_EQ(webvtt(words), "WEBVTT\n\n00:00:00.000 --> 00:00:01.700\nR&amp;D --&gt; &lt;b&gt;\n\n");
}

TEST(WebVtt, NamesTheSpeaker) {
  const Transcript words = transcript_of({{"Hello.", 0, 0.4, 1, 0}}, {"Ann & Co"});
  EXPECT_THAT(webvtt(words), HasSubstr("\n<v Ann &amp; Co>Hello.\n"));
}

TEST(WebVtt, DoesNotNumberWhoSpeaksAlone) {
  const Transcript words = transcript_of({{"Hello.", 0, 0.4, 1, 0}}, {"Speaker 1"});
  EXPECT_THAT(webvtt(words), HasSubstr("\nHello.\n"));
  EXPECT_EQ(plain_text(words), "Hello.\n");
}

TEST(WebVtt, IsOnlyItsHeadWithoutWords) { EXPECT_EQ(webvtt(Transcript{}), "WEBVTT\n\n"); }

TEST(PlainText, GivesEachTurnAParagraph) {
  const Transcript words =
      transcript_of({{"Really?", 0, 1, 1, 0}, {"Yes.", 1, 2, 1, 1}, {"Later.", 9, 10, 1, 1}}, {"Ann", "Bob"});
  EXPECT_EQ(plain_text(words), "Ann: Really?\n\nBob: Yes.\n\nLater.\n");
}

TEST(PlainText, SetsNoSpacesBetweenChineseWords) {
  const Transcript words = transcript_of({{"你好", 0, 1}, {"世界。", 1, 2}, {"Hello", 2, 3}});
  EXPECT_EQ(plain_text(words), "你好世界。 Hello\n");
}

TEST(WordsBetween, AreCutToTheSpanAndCountFromIt) {
  const Transcript words = transcript_of({{"a", 9, 9.9}, {"b", 9.8, 10.4}, {"c", 10.5, 11.2}, {"d", 11, 13}});
  const Transcript part = words_between(words, 10, 11.1);
  EXPECT_EQ(part.language, "en");
  ASSERT_EQ(part.words.size(), 2u);
  EXPECT_EQ(part.words[0].text, "b");
  EXPECT_DOUBLE_EQ(part.words[0].start, 0);
  EXPECT_NEAR(part.words[1].start, 0.5, 1e-9);
  EXPECT_NEAR(part.words[1].end, 1.1, 1e-9);
}

}  // namespace
}  // namespace podpromo
