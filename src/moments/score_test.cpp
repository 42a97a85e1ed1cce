#include "moments/score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace podpromo {
namespace {

Features random_features(std::mt19937& chance) {
  std::uniform_real_distribution<double> value(0, 1);
  Features features;
  for (std::size_t i = 0; i < kFeatureCount; ++i)
    if (value(chance) < 0.8) features.set(static_cast<Feature>(i), value(chance));
  return features;
}

Features all_at(double value) {
  Features features;
  for (std::size_t i = 0; i < kFeatureCount; ++i) features.set(static_cast<Feature>(i), value);
  return features;
}

TEST(Score, NeverFallsWhenAFeatureRises) {
  std::mt19937 chance(7);
  std::uniform_real_distribution<double> step(0, 1);
  for (int round = 0; round < 2000; ++round) {
    const Features before = random_features(chance);
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      const auto feature = static_cast<Feature>(i);
      if (!before[feature]) continue;
      Features after = before;
      after.set(feature, *before[feature] + step(chance));
      ASSERT_GE(score_of(after), score_of(before)) << feature_name(feature);
    }
  }
}

// Three strong features once cancelled each other out.
TEST(Score, OfBalancedStrengthIsHigh) {
  EXPECT_GT(score_of(all_at(0.9)), 0.95);
  EXPECT_LT(score_of(all_at(0.0)), 0.05);
  EXPECT_GT(score_of(all_at(0.9)), score_of(all_at(0.6)));
}

TEST(Score, TellsEveryFeatureApart) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    Features features = all_at(0.5);
    features.set(static_cast<Feature>(i), 1);
    EXPECT_GT(score_of(features), score_of(all_at(0.5)) + 0.01) << feature_name(static_cast<Feature>(i));
  }
}

TEST(Score, LeavesOutWhatIsAbsent) {
  Features absent = all_at(0.8), zero = all_at(0.8);
  absent.unset(Feature::arousal);
  zero.set(Feature::arousal, 0);
  EXPECT_DOUBLE_EQ(score_of(absent), score_of(all_at(0.8)));
  EXPECT_LT(score_of(zero), score_of(absent));
}

TEST(Score, OfNothingIsZero) { EXPECT_EQ(score_of({}), 0); }

TEST(Features, StayBetweenZeroAndOneAndRefuseWhatIsNoNumber) {
  Features features;
  features.set(Feature::hook, 7);
  features.set(Feature::payoff, -1);
  features.set(Feature::density, std::nan(""));
  EXPECT_EQ(features[Feature::hook], 1.0);
  EXPECT_EQ(features[Feature::payoff], 0.0);
  EXPECT_EQ(features[Feature::density], std::nullopt);
}

}  // namespace
}  // namespace podpromo
