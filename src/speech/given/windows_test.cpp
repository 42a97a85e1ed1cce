#include "speech/given/windows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/pack.hpp"

namespace podpromo {
namespace {

// A word each half second, with a pause of two seconds after every ninth.
std::vector<Word> talk(int count) {
  std::vector<Word> words;
  double at = 1;
  for (int i = 0; i < count; ++i) {
    words.push_back({.text = "w", .start = at, .end = at + 0.4});
    at += i % 9 == 8 ? 2.5 : 0.5;
  }
  return words;
}

TEST(AlignWindows, HoldEveryWordOnceAndFitTheAligner) {
  const auto words = talk(500);
  const auto windows = align_windows(words, 500);
  std::size_t next = 0;
  for (const AlignWindow& window : windows) {
    EXPECT_EQ(window.first, next);
    EXPECT_LE(window.sound.end - window.sound.start, kLongestChunk);
    EXPECT_LE(window.sound.start, words[window.from].start);
    EXPECT_GE(window.sound.end, words[window.to - 1].end);
    next = window.last;
  }
  EXPECT_EQ(next, words.size());
}

TEST(AlignWindows, AreCutInPauses) {
  const auto words = talk(500);
  const auto windows = align_windows(words, 500);
  for (std::size_t i = 0; i + 1 < windows.size(); ++i) EXPECT_EQ(windows[i].last % 9, 0U) << i;
}

TEST(AlignWindows, OverlapByTheirContext) {
  const auto windows = align_windows(talk(200), 500);
  ASSERT_GT(windows.size(), 2U);
  EXPECT_LT(windows[1].from, windows[1].first);
  EXPECT_GT(windows[1].to, windows[1].last);
}

TEST(AlignWindows, OfAWordThatNeverEndsStayShort) {
  const std::vector<Word> words = {{.text = "♪", .start = 0, .end = 3000}, {.text = "hi", .start = 3000, .end = 3001}};
  const auto windows = align_windows(words, 2000);
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_LE(windows[0].sound.end, kLongestChunk);
  EXPECT_LE(windows[1].sound.end, 2000);
  EXPECT_TRUE(align_windows({}, 100).empty());
}

}  // namespace
}  // namespace podpromo
