#include "corrections/corrections.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

// Eight words of half a second each, with a second of silence after the fourth.
Transcript heard() {
  Transcript transcript;
  transcript.speakers = {"Speaker 1", "Speaker 2"};
  double at = 1;
  for (const char* word : {"The", "bees", "nuts", "hum.", "We", "here", "them", "now."}) {
    const bool first = transcript.words.size() < 4;
    transcript.words.push_back({word, at, at + 0.5, 0.9, first ? 0 : 1});
    at += transcript.words.size() == 4 ? 1.5 : 0.5;
  }
  return transcript;
}

WantedTranscript wanted(const std::string& text) {
  WantedTranscript wanted{.words = {}, .speakers = heard().speakers};
  std::istringstream in(text);
  for (std::string word; in >> word;) wanted.words.push_back({word});
  return wanted;
}

Transcript after(const WantedTranscript& wanted) {
  const auto corrections = corrections_between(heard(), wanted);
  EXPECT_TRUE(corrections) << corrections.error().reason;
  return corrected(heard(), corrections.value_or(Corrections{}));
}

struct Timed {
  std::string text;
  double start = 0;
  double end = 0;
};

void expect_words(const Transcript& transcript, std::size_t first, const std::vector<Timed>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = transcript.words.at(first + i);
    EXPECT_EQ(word.text, words[i].text);
    EXPECT_NEAR(word.start, words[i].start, 1e-6) << word.text;
    EXPECT_NEAR(word.end, words[i].end, 1e-6) << word.text;
  }
}

TEST(Corrections, AreNoneWhenNothingDiffers) {
  EXPECT_TRUE(corrections_between(heard(), wanted("The bees nuts hum. We here them now."))->empty());
}

TEST(Corrections, LetACorrectedWordKeepItsTime) {
  const Transcript now = after(wanted("The bees nuts hum. We hear them now."));
  expect_words(now, 4, {{"We", 4, 4.5}, {"hear", 4.5, 5}, {"them", 5, 5.5}});
  EXPECT_EQ(now.words[5].probability, 1);
  EXPECT_EQ(now.words[5].speaker, 1);
  EXPECT_EQ(now.words[4].probability, 0.9);
}

TEST(Corrections, HoldNoMoreThanWhatChanged) {
  const auto corrections = corrections_between(heard(), wanted("the bees nuts hum. We hear them now."));
  ASSERT_EQ(corrections->places.size(), 2u);
  EXPECT_EQ(corrections->places[0].heard, (std::vector<Word>{heard().words[0]}));
  EXPECT_EQ(corrections->places[1].start, 4.5);
  EXPECT_EQ(corrections->places[1].end, 5);
}

TEST(Corrections, GiveAMergedWordTheTimeOfItsParts) {
  expect_words(after(wanted("The beesnuts hum. We here them now.")), 0,
               {{"The", 1, 1.5}, {"beesnuts", 1.5, 2.5}, {"hum.", 2.5, 3}, {"We", 4, 4.5}});
}

TEST(Corrections, ShareTheTimeOfASplitWordByItsLetters) {
  expect_words(after(wanted("The bees nuts h um. We here them now.")), 3,
               {{"h", 2.5, 2.625}, {"um.", 2.625, 3}, {"We", 4, 4.5}});
}

TEST(Corrections, PutAddedWordsIntoTheSilenceBehind) {
  expect_words(after(wanted("The bees nuts hum. Always. We here them now.")), 3,
               {{"hum.", 2.5, 3}, {"Always.", 3, 3 + 7 * 0.065}, {"We", 4, 4.5}});
}

TEST(Corrections, PutWordsAddedAtTheEndAndTheBeginningBesideTheOthers) {
  const Transcript now = after(wanted("So the bees nuts hum. We here them now. Yes."));
  expect_words(now, 0, {{"So", 1 - 2 * 0.065, 1}, {"the", 1, 1.5}});
  expect_words(now, 8, {{"now.", 5.5, 6}, {"Yes.", 6, 6 + 4 * 0.065}});
}

TEST(Corrections, LetAddedWordsShareWhereThereIsNoSilence) {
  expect_words(after(wanted("The bees nuts really hum. We here them now.")), 2,
               {{"nuts", 2, 2.2}, {"really", 2.2, 2.5}, {"hum.", 2.5, 3}});
}

TEST(Corrections, LetNoWordStretchOverASilence) {
  const Transcript now = after(wanted("The bees nuts hummmmmmed here them now."));
  expect_words(now, 3, {{"hummmmmmed", 2.5, 3}, {"here", 4.5, 5}});
}

TEST(Corrections, FreeTheTimeOfDeletedWords) {
  const Transcript now = after(wanted("The hum. We here them now."));
  expect_words(now, 0, {{"The", 1, 1.5}, {"hum.", 2.5, 3}});
  EXPECT_EQ(now.words.size(), 6u);
}

TEST(Corrections, NeverOverlap) {
  for (const char* text : {"a b c d e f g h i j k l m n o p", "x", "The the bees bees nuts nuts hum. hum. now. now.",
                           "now. them here We hum. nuts bees The", "The bees nuts hum. and so on and so on We here"}) {
    const Transcript now = after(wanted(text));
    for (std::size_t i = 1; i < now.words.size(); ++i) {
      EXPECT_LE(now.words[i - 1].end, now.words[i].start + 1e-9) << text;
      EXPECT_LE(now.words[i].start, now.words[i].end) << text;
    }
    EXPECT_EQ(text_of(now, 0, now.words.size()), text);
  }
}

TEST(Corrections, NameSpeakers) {
  WantedTranscript named = wanted("The bees nuts hum. We here them now.");
  named.speakers = {"Speaker 2", "Ben"};
  const Transcript now = after(named);
  EXPECT_EQ(now.speakers, named.speakers);
  EXPECT_EQ(now.words, heard().words);
}

TEST(Corrections, GiveWordsToAnotherSpeaker) {
  WantedTranscript moved = wanted("The bees nuts hum. Yes! We here them now.");
  moved.words[3].speaker = 1;
  moved.words[4].speaker = 1;
  const Transcript now = after(moved);
  EXPECT_EQ(now.words[2].speaker, 0);
  EXPECT_EQ(now.words[3].speaker, 1);
  EXPECT_EQ(now.words[4].text, "Yes!");
  EXPECT_EQ(now.words[4].speaker, 1);
  EXPECT_DOUBLE_EQ(now.words[4].end, 4) << "said with what follows, whose speaker it has";
}

TEST(Corrections, AddSpeakersWhomNobodyToldApart) {
  WantedTranscript more = wanted("The bees nuts hum. We here them now.");
  more.speakers = {"Speaker 1", "Anna", "Ben", "Cleo"};
  more.words[2].speaker = 3;
  more.words[3].speaker = 3;
  more.words[4].speaker = 2;
  const Transcript now = after(more);
  EXPECT_EQ(now.speakers, more.speakers);
  EXPECT_EQ(now.words[1].speaker, 0);
  EXPECT_EQ(now.words[3].speaker, 3);
  EXPECT_EQ(now.words[4].speaker, 2);
  EXPECT_EQ(now.words[5].speaker, 1);
  EXPECT_EQ(now.words[3].start, heard().words[3].start);
}

TEST(Corrections, LeaveOutAddedSpeakersWhoSayNothing) {
  WantedTranscript more = wanted("The bees nuts hum. We here them now.");
  more.speakers = {"Speaker 1", "Speaker 2", "Ben", "Cleo"};
  EXPECT_TRUE(corrections_between(heard(), more)->empty());
  more.words[0].speaker = 3;
  const Transcript now = after(more);
  EXPECT_EQ(now.speakers, (std::vector<std::string>{"Speaker 1", "Speaker 2", "Cleo"}));
  EXPECT_EQ(now.words[0].speaker, 2);
}

TEST(Corrections, AddSpeakersWhereNobodyWasToldApart) {
  Transcript alone = heard();
  alone.speakers.clear();
  for (Word& word : alone.words) word.speaker = -1;
  WantedTranscript named = wanted("The bees nuts hum. We here them now.");
  named.speakers = {"Anna"};
  for (std::size_t i = 4; i < 8; ++i) named.words[i].speaker = 0;
  const Transcript now = corrected(alone, corrections_between(alone, named).value());
  EXPECT_EQ(now.speakers, named.speakers);
  EXPECT_EQ(now.words[3].speaker, -1);
  EXPECT_EQ(now.words[4].speaker, 0);
}

TEST(Corrections, RefuseWhatIsNone) {
  const auto reason = [](const WantedTranscript& wanted) {
    const auto corrections = corrections_between(heard(), wanted);
    return corrections ? std::string("taken") : corrections.error().reason;
  };
  EXPECT_EQ(reason(wanted("")), "no word would be left of the transcript");
  WantedTranscript bad = wanted("a b");
  bad.words[1].text = "b c";
  EXPECT_EQ(reason(bad), "word 2 is no word: one has 1 to 100 characters and no spaces");
  bad = wanted("a " + std::string(101, 'x'));
  EXPECT_TRUE(reason(bad).starts_with("word 2 is no word"));
  bad = wanted("a");
  bad.words[0].speaker = 2;
  EXPECT_EQ(reason(bad), "word 1 has a speaker who isn't among the 2 of this transcript");
  bad = wanted("a");
  bad.speakers = {"Anna"};
  EXPECT_EQ(reason(bad), "1 names were sent, but 2 speakers were heard");
  bad.speakers.assign(101, "Anna");
  EXPECT_EQ(reason(bad), "a transcript has at most 100 speakers");
  bad.speakers = {"Anna", " "};
  EXPECT_EQ(reason(bad), "a speaker's name is one line of 1 to 100 characters");
  EXPECT_FALSE(corrections_between({}, {.words = {{"a"}}, .speakers = {}}));
}

}  // namespace
}  // namespace podpromo
