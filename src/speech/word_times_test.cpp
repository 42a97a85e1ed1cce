#include "speech/word_times.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Word word(const std::string& text, double start = 0, double end = 0) {
  return {.text = text, .start = start, .end = end};
}

TEST(SpreadWords, ShareTheTimeByTheirLetters) {
  std::vector<Word> words = {word("a"), word("bcd")};
  spread_over_voice(words, {}, {10, 13});
  EXPECT_THAT(words, ElementsAre(word("a", 10, 11), word("bcd", 11, 13)));
}

TEST(SpreadWords, LieWhereSomebodySpeaks) {
  std::vector<Word> words = {word("abc"), word("def")};
  spread_over_voice(words, std::vector<VoiceSpan>{{0, 1}, {5, 6}}, {0, 6});
  EXPECT_THAT(words, ElementsAre(word("abc", 0, 1), word("def", 5, 6)));
}

TEST(SpreadWords, NeverReachOverAPause) {
  std::vector<Word> words = {word("abcdefghijk"), word("l")};
  spread_over_voice(words, std::vector<VoiceSpan>{{0, 1}, {5, 5.5}}, {0, 6});
  EXPECT_DOUBLE_EQ(words[0].end, 1);
  EXPECT_GE(words[1].start, 5);
}

TEST(WordsOverAPause, StayOnTheirLongerSide) {
  std::vector<Word> words = {word("early", 0.2, 2.1), word("late", 0.9, 2.8)};
  split_from_pauses(words, std::vector<VoiceSpan>{{0, 1}, {2, 3}});
  EXPECT_THAT(words, ElementsAre(word("early", 0.2, 1), word("late", 2, 2.8)));
}

TEST(WordsOfAttention, BeginAfterThePauseBeforeThem) {
  std::vector<Word> words = {word("before", 0.5, 1.2), word("after", 1.2, 2.4)};
  begin_after_pauses(words, std::vector<VoiceSpan>{{0, 1}, {2, 3}});
  EXPECT_THAT(words, ElementsAre(word("before", 0.5, 1), word("after", 2, 2.4)));
}

TEST(SettledWords, NeitherOverlapNorLeaveTheirChunk) {
  std::vector<Word> words = {word("a", 0.5, 1.2), word("b", 1.1, 1.6), word("c", 1.9, 2.4)};
  settle_times(words, {1, 2});
  EXPECT_THAT(words, ElementsAre(word("a", 1, 1.2), word("b", 1.2, 1.6), word("c", 1.9, 2)));
}

TEST(SettledWords, AreNeverEmpty) {
  std::vector<Word> words = {word("a", 1, 2), word("b", 2, 2), word("c", 2, 2)};
  settle_times(words, {1, 2});
  EXPECT_THAT(words, ElementsAre(word("a", 1, 1.96), word("b", 1.96, 1.98), word("c", 1.98, 2)));
}

TEST(UnheardStretches, AreNoneWhereWordsAre) {
  EXPECT_THAT(
      unheard_stretches(std::vector<Word>{word("a", 0.2, 1.0), word("b", 1.9, 3.0)}, std::vector<VoiceSpan>{{0, 3.2}}),
      IsEmpty());
}

TEST(UnheardStretches, AreVoiceWithoutWords) {
  EXPECT_THAT(unheard_stretches(std::vector<Word>{word("a", 0.2, 1.0)}, std::vector<VoiceSpan>{{0, 3.15}, {6, 8}}),
              ElementsAre(SpeechChunk{1.0, 3.0}, SpeechChunk{6.15, 7.85}));
}

TEST(UnheardStretches, AreJoinedOverShortPauses) {
  EXPECT_THAT(unheard_stretches({}, std::vector<VoiceSpan>{{0, 2}, {3, 5}}), ElementsAre(SpeechChunk{0.15, 4.85}));
}

}  // namespace
}  // namespace podpromo
