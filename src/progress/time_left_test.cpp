#include "progress/time_left.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace podpromo {

namespace {

using namespace std::chrono_literals;

class TimeLeftTest : public testing::Test {
 protected:
  FakeClock clock;
  StageCosts costs{std::map<std::string, double>{{"sound", 0.01}, {"words", 0.3}, {"moments", 0}, {"clips", 0.1}}};
  TimeLeft left{clock, costs, {"sound", "words", "moments", "clips"}};
};

TEST_F(TimeLeftTest, IsAbsentUntilTheLengthIsKnown) {
  left.began("words");
  left.advanced(0);
  clock.pass(10s);
  left.advanced(0.1);
  EXPECT_EQ(left.seconds(), std::nullopt);
}

TEST_F(TimeLeftTest, IsAbsentUntilTheSpeedIsKnown) {
  left.episode_is(1000);
  left.began("words");
  left.advanced(0);
  EXPECT_EQ(left.seconds(), std::nullopt);
  clock.pass(10s);
  left.advanced(0.01);
  EXPECT_EQ(left.seconds(), std::nullopt);
}

TEST_F(TimeLeftTest, AddsWhatLaterStagesUsuallyTake) {
  left.episode_is(1000);
  left.began("words");
  left.advanced(0);
  clock.pass(30s);
  left.advanced(0.1);
  EXPECT_NEAR(*left.seconds(), 270 + 100, 1);
}

TEST_F(TimeLeftTest, CountsAResumedStageFromWhereItBegan) {
  left.episode_is(1000);
  left.began("words");
  left.advanced(0.8);
  clock.pass(10s);
  left.advanced(0.9);
  EXPECT_NEAR(*left.seconds(), 10 + 100, 1);
  EXPECT_EQ(left.finished("words"), std::nullopt);  // a part of a stage teaches nothing
}

TEST_F(TimeLeftTest, StaysOnShowWhenTheNextStageBegins) {
  left.episode_is(1000);
  left.began("words");
  left.advanced(0);
  clock.pass(30s);
  left.advanced(0.99);
  ASSERT_TRUE(left.seconds());
  left.finished("words");
  left.began("clips");
  clock.pass(1s);
  ASSERT_TRUE(left.seconds());
  EXPECT_NEAR(*left.seconds(), 100, 5);
}

TEST_F(TimeLeftTest, FollowsAChangeOfSpeedSoftly) {
  left.episode_is(1000);
  left.began("clips");
  left.advanced(0);
  clock.pass(10s);
  left.advanced(0.1);
  const double before = *left.seconds();
  clock.pass(1s);
  left.advanced(0.5);  // suddenly 11 s left instead of 90
  const double at_once = *left.seconds();
  EXPECT_LT(at_once, before);
  EXPECT_GT(at_once, before - 15);
  clock.pass(40s);
  left.advanced(0.5);
  EXPECT_LT(std::abs(*left.seconds() - 51), 10);
}

TEST_F(TimeLeftTest, IsNeverNegative) {
  left.episode_is(1000);
  left.began("clips");
  left.advanced(0);
  clock.pass(10s);
  left.advanced(0.99);
  ASSERT_TRUE(left.seconds());
  clock.pass(10h);
  EXPECT_EQ(*left.seconds(), 0);
}

TEST_F(TimeLeftTest, CountsDownBetweenNews) {
  left.episode_is(1000);
  left.began("clips");
  left.advanced(0);
  clock.pass(10s);
  left.advanced(0.1);
  const double before = *left.seconds();
  clock.pass(5s);
  EXPECT_NEAR(*left.seconds(), before - 5, 0.5);
}

TEST_F(TimeLeftTest, SaysHowLongAWholeStageTook) {
  left.began("words");
  left.advanced(0);
  clock.pass(42s);
  EXPECT_EQ(left.finished("words"), 42.0);
  EXPECT_EQ(left.finished("clips"), std::nullopt);
}

TEST(StageCosts, ComeCloserToWhatWasMeasured) {
  StageCosts costs(std::map<std::string, double>{{"words", 0.3}});
  costs.learn("words", 600, 1000);
  EXPECT_NEAR(*costs.of("words"), 0.4, 1e-9);
  costs.learn("words", 1, 0);  // an episode without length teaches nothing
  EXPECT_NEAR(*costs.of("words"), 0.4, 1e-9);
}

TEST(StageCosts, TakeAnUnknownStageAsMeasured) {
  StageCosts costs;
  EXPECT_EQ(costs.of("chapters"), std::nullopt);
  costs.learn("chapters", 10, 100);
  EXPECT_DOUBLE_EQ(*costs.of("chapters"), 0.1);
}

TEST(StageCosts, PassOverNonsense) {
  const StageCosts costs(std::map<std::string, double>{{"words", -1}, {"clips", std::nan("")}});
  EXPECT_EQ(costs.of("words"), StageCosts().of("words"));
  EXPECT_EQ(costs.of("clips"), StageCosts().of("clips"));
}

}  // namespace

}  // namespace podpromo
