#include "corrections/align.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

using Numbers = std::vector<int>;

// The length of the longest common subsequence, by the book.
std::size_t longest(const Numbers& one, const Numbers& other) {
  std::vector<std::size_t> row(other.size() + 1, 0);
  for (const int a : one) {
    std::size_t corner = 0;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = a == other[j] ? corner + 1 : std::max(row[j + 1], row[j]);
      corner = above;
    }
  }
  return row.back();
}

void expect_sound(const Pairs& pairs, const Numbers& one, const Numbers& other) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ASSERT_EQ(one.at(pairs[i].first), other.at(pairs[i].second));
    if (i == 0) continue;
    ASSERT_LT(pairs[i - 1].first, pairs[i].first);
    ASSERT_LT(pairs[i - 1].second, pairs[i].second);
  }
}

TEST(SamePlaces, AreAllOfThemWhenNothingDiffers) {
  EXPECT_EQ(same_places(Numbers{1, 2}, Numbers{1, 2}, 0).value(), (Pairs{{0, 0}, {1, 1}}));
  EXPECT_EQ(same_places(Numbers{}, Numbers{}, 0).value(), Pairs{});
  EXPECT_EQ(same_places(Numbers{}, Numbers{1}, 9).value(), Pairs{});
}

TEST(SamePlaces, GoAroundWhatWasAddedTakenAwayAndReplaced) {
  EXPECT_EQ(same_places(Numbers{1, 2, 3, 4}, Numbers{1, 3, 9, 4}, 9).value(), (Pairs{{0, 0}, {2, 1}, {3, 3}}));
}

TEST(SamePlaces, AreAsManyAsThereCanBe) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Numbers one(random() % 24);
    Numbers other(random() % 24);
    const auto letters = 1 + random() % 6;
    for (int& each : one) each = static_cast<int>(random() % letters);
    for (int& each : other) each = static_cast<int>(random() % letters);
    const auto pairs = same_places(one, other, 100);
    ASSERT_TRUE(pairs);
    expect_sound(*pairs, one, other);
    ASSERT_EQ(pairs->size(), longest(one, other)) << "round " << round;
  }
}

TEST(SamePlaces, AreNotSoughtInSequencesOfAnotherKind) {
  Numbers one(300, 1);
  Numbers other(300, 2);
  EXPECT_EQ(same_places(one, other, 100), std::nullopt);
  EXPECT_EQ(same_places(one, other, 600).value(), Pairs{});
}

TEST(SamePlaces, OfALongTextAreFoundQuickly) {
  std::mt19937 random(7);
  Numbers one(90'000);
  for (int& each : one) each = static_cast<int>(random() % 5000);
  Numbers other = one;
  for (std::size_t i = 0; i < other.size(); i += 90) other[i] = -1;
  EXPECT_EQ(same_places(one, other, 20'000)->size(), 89'000u);
}

}  // namespace
}  // namespace podpromo
