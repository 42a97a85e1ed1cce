#include "speech/words/non_speech.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Word> words(const std::vector<std::string>& texts) {
  std::vector<Word> list;
  for (const std::string& text : texts) list.push_back({.text = text});
  return list;
}

std::vector<std::string> texts(const std::vector<Word>& list) {
  std::vector<std::string> out;
  for (const Word& word : list) out.push_back(word.text);
  return out;
}

TEST(NonSpeech, LeavesSpeechAlone) {
  EXPECT_THAT(texts(without_non_speech(words({"It's", "5%", "&", "a", "smile", ":)"}))),
              ElementsAre("It's", "5%", "&", "a", "smile"));
}

TEST(NonSpeech, TakesOutBracketsAlsoAcrossWords) {
  EXPECT_THAT(texts(without_non_speech(words({"[Music]", "So", "(upbeat", "music)", "*laughs*", "yes."}))),
              ElementsAre("So", "yes."));
}

TEST(NonSpeech, TakesOutNoteSigns) {
  EXPECT_THAT(texts(without_non_speech(words({"♪", "♪♪", "la", "♫"}))), ElementsAre("la"));
}

TEST(NonSpeech, KeepsABracketThatNeverCloses) {
  EXPECT_THAT(texts(without_non_speech(words({"(so", "it", "goes"}))), ElementsAre("(so", "it", "goes"));
}

TEST(NonSpeech, DropsWordsThatAreOnlyPunctuation) {
  EXPECT_THAT(texts(without_non_speech(words({"-", "Yes.", "…"}))), ElementsAre("Yes."));
}

TEST(NonSpeech, IsAllThereIs) { EXPECT_THAT(without_non_speech(words({"[BLANK_AUDIO]"})), IsEmpty()); }

TEST(Circles, AreNotSeenInSpeech) {
  EXPECT_FALSE(runs_in_circles(std::vector<int>{1, 1, 1, 2, 3, 1, 2, 3, 4, 5, 4, 5, 4, 5, 6}));
}

TEST(Circles, AreSeenInAWordThatWontStop) { EXPECT_TRUE(runs_in_circles(std::vector<int>{9, 7, 7, 7, 7, 7, 7, 7, 7})); }

TEST(Circles, AreSeenInASentenceSaidThreeTimes) {
  EXPECT_TRUE(runs_in_circles(std::vector<int>{1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Circles, AreAtTheEndOnlyWhileTheyGoOn) {
  EXPECT_TRUE(ends_in_circles(std::vector<int>{9, 7, 7, 7, 7, 7, 7, 7, 7}));
  EXPECT_FALSE(ends_in_circles(std::vector<int>{9, 7, 7, 7, 7, 7, 7, 7}));
  EXPECT_FALSE(ends_in_circles(std::vector<int>{9, 7, 7, 7, 7, 7, 7, 7, 7, 1}));
  EXPECT_FALSE(ends_in_circles(std::vector<int>{}));
}

TEST(Circles, AreCutDownToOneRound) {
  EXPECT_THAT(texts(without_circles(words({"we", "go", "no", "no", "no", "no", "no", "no", "no", "No", "home"}))),
              ElementsAre("we", "go", "no", "home"));
}

TEST(Circles, LeaveSpeechAlone) {
  EXPECT_THAT(texts(without_circles(words({"very", "very", "very", "good"}))),
              ElementsAre("very", "very", "very", "good"));
}

}  // namespace
}  // namespace podpromo
