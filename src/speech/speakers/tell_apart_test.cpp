#include "speech/speakers/tell_apart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "speech/speakers/ward_tree.hpp"

namespace podpromo {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

// Prints of made-up voices: each has its own loud numbers, and every print strays a little.
class Speaking {
 public:
  Speaking& says(std::size_t voice, std::size_t prints) {
    for (std::size_t i = 0; i < prints; ++i) {
      Voiceprint print{};
      double length = 0;
      for (std::size_t k = 0; k < kVoiceprintSize; ++k) {
        const double usual = k / 16 == voice ? 1 : 0.05;
        print[k] = static_cast<float>(std::abs(usual + stray_(random_)));
        length += print[k] * print[k];
      }
      for (float& number : print) number = static_cast<float>(number / std::sqrt(length));
      prints_.push_back(print);
    }
    return *this;
  }
  std::vector<std::size_t> told_apart(std::size_t wanted = 0) const { return podpromo::told_apart(prints_, wanted); }

 private:
  std::vector<Voiceprint> prints_;
  std::mt19937 random_{5};
  std::normal_distribution<double> stray_{0, 0.1};
};

std::vector<std::size_t> times(const std::vector<std::pair<std::size_t, std::size_t>>& runs) {
  std::vector<std::size_t> all;
  for (const auto& [label, count] : runs) all.insert(all.end(), count, label);
  return all;
}

TEST(TellApart, NumbersVoicesInTheOrderInWhichTheyAreHeard) {
  EXPECT_EQ(Speaking().says(7, 12).says(2, 9).says(7, 5).says(4, 6).told_apart(),
            times({{0, 12}, {1, 9}, {0, 5}, {2, 6}}));
}

TEST(TellApart, HearsOneVoiceWhereOneSpeaks) { EXPECT_THAT(Speaking().says(3, 60).told_apart(), Each(0U)); }

TEST(TellApart, HasNothingToSayOfNothing) {
  EXPECT_THAT(told_apart({}, 0), SizeIs(0));
  EXPECT_THAT(Speaking().says(1, 1).told_apart(2), ElementsAre(0U));
}

TEST(TellApart, GivesAVoiceThatIsHardlyHeardToAnother) {
  EXPECT_EQ(Speaking().says(1, 30).says(9, 2).says(2, 30).told_apart(),
            Speaking().says(1, 30).says(9, 2).says(2, 30).told_apart(2));
  EXPECT_THAT(Speaking().says(1, 30).says(9, 2).says(1, 30).told_apart(), Each(0U));
}

TEST(TellApart, FindsAVoiceOfHalfAMinuteInAnHour) {
  const auto labels = Speaking().says(1, 1800).says(9, 30).says(2, 1770).told_apart();
  EXPECT_EQ(labels, times({{0, 1800}, {1, 30}, {2, 1770}}));
}

TEST(TellApart, BelievesHowManyThereAre) {
  EXPECT_EQ(Speaking().says(1, 20).says(2, 20).says(3, 20).told_apart(3), times({{0, 20}, {1, 20}, {2, 20}}));
  EXPECT_THAT(Speaking().says(1, 20).says(2, 20).told_apart(1), Each(0U));
  EXPECT_THAT(Speaking().says(1, 20).told_apart(2), testing::Contains(1U));
}

TEST(TellApart, HearsTheSameVoicesInTenHoursAsInOne) {
  Speaking day;
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (std::size_t i = 0; i < 90; ++i) {
    day.says(i % 3, 100);
    runs.emplace_back(i % 3, 100);
  }
  EXPECT_EQ(day.told_apart(), times(runs));
}

TEST(WardTree, JoinsTheClosestFirst) {
  const auto at = [](float x) { return VoiceGroup{{x}, 1}; };
  const std::vector<VoiceGroup> groups{at(0), at(10), at(1), at(10.5F), at(30)};
  const auto merges = ward_merges(groups);
  EXPECT_THAT(merges, ElementsAre(Merge{1, 3}, Merge{0, 2}, Merge{0, 1}, Merge{0, 4}));
  EXPECT_THAT(cut_tree(merges, 5, 3), ElementsAre(0, 1, 0, 1, 2));
  EXPECT_THAT(cut_tree(merges, 5, 5), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(cut_tree(merges, 5, 1), Each(0U));
}

TEST(WardTree, WeighsGroupsByTheirSize) {
  // The two large groups are closer to each other than any is to the small one, and still joining them adds more
  // spread.
  const std::vector<VoiceGroup> groups{{{0.0F}, 100}, {{1.0F}, 100}, {{2.5F}, 1}};
  EXPECT_EQ(ward_merges(groups).front(), (Merge{1, 2}));
}

}  // namespace
}  // namespace podpromo
