#include "progress/time_left.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

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
  for (int i = 0; i < 100; ++i) {
    clock.pass(7s);
    EXPECT_GE(*left.seconds(), 0);
  }
}

TEST_F(TimeLeftTest, DoesNotSayNothingIsLeftWhileNothingMoves) {
  left.episode_is(1000);
  left.began("clips");
  left.advanced(0);
  clock.pass(10s);
  left.advanced(0.5);
  ASSERT_TRUE(left.seconds());
  clock.pass(1h);
  EXPECT_GT(*left.seconds(), 600);
}

TEST_F(TimeLeftTest, TrustsWhatWasMeasuredLongAndEvenly) {
  left.episode_is(1000);
  left.began("words");
  EXPECT_EQ(left.confidence(), Confidence::low);
  left.advanced(0);
  for (int i = 1; i <= 4; ++i) {
    clock.pass(15s);
    left.advanced(0.05 * i);
  }
  ASSERT_TRUE(left.seconds());
  EXPECT_EQ(left.confidence(), Confidence::high);
}

TEST_F(TimeLeftTest, TrustsLittleWhatStaggers) {
  left.episode_is(1000);
  left.began("words");
  left.advanced(0);
  for (int i = 1; i <= 8; ++i) {
    clock.pass(i < 5 ? 3s : 30s);
    left.advanced(0.05 * i);
  }
  EXPECT_EQ(left.confidence(), Confidence::low);
}

TEST(TimeLeft, TrustsLittleWhatWasNeverMeasuredHere) {
  FakeClock clock;
  const StageCosts typical;
  TimeLeft left(clock, typical, {"words", "clips"});
  left.episode_is(1000);
  left.began("words");
  left.advanced(0);
  for (int i = 1; i <= 4; ++i) {
    clock.pass(15s);
    left.advanced(0.05 * i);
  }
  EXPECT_EQ(left.confidence(), Confidence::low);
}

// What an estimate promised, against what came.
struct Promises {
  int made = 0;
  int kept = 0;
  double share() const { return made == 0 ? 1 : static_cast<double>(kept) / made; }
};

// One episode of random length on a machine whose speed varies from chunk to chunk and differs from what was measured
// before; every estimate on the way is held against the time that was really left.
class ManyRuns {
 public:
  void run(unsigned seed) {
    std::mt19937 random(seed);
    const double length = std::exp(std::uniform_real_distribution(std::log(300.0), std::log(36'000.0))(random));
    std::uniform_real_distribution<double> unlike_before(0.8, 1.25);
    std::lognormal_distribution<double> jitter(0, 0.35);
    FakeClock clock;
    const StageCosts costs({{"words", 0.3}, {"clips", 0.1}});
    TimeLeft left(clock, costs, {"words", "clips"});
    left.episode_is(length);
    struct Said {
      double at = 0, seconds = 0;
      Confidence confidence{};
    };
    std::vector<Said> said;
    double now = 0;
    for (const std::string stage : {"words", "clips"}) {
      const double work = length * *costs.of(stage) * unlike_before(random);
      left.began(stage);
      left.advanced(0);
      constexpr int kChunks = 60;
      for (int chunk = 1; chunk <= kChunks; ++chunk) {
        const double took = work / kChunks * jitter(random) / std::exp(0.35 * 0.35 / 2);
        clock.pass(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(took)));
        now += took;
        left.advanced(static_cast<double>(chunk) / kChunks);
        if (const auto seconds = left.seconds()) said.push_back({now, *seconds, left.confidence()});
      }
      left.finished(stage);
    }
    for (const Said& one : said) judge(one.seconds, now - one.at, one.confidence);
  }
  const Promises& of(Confidence confidence) const { return promises_[static_cast<std::size_t>(confidence)]; }

 private:
  void judge(double said, double truth, Confidence confidence) {
    EXPECT_GE(said, 0);
    EXPECT_TRUE(std::isfinite(said));
    const double factor = confidence == Confidence::high ? 1.34 : 2;
    const double slack = 20;
    Promises& promises = promises_[static_cast<std::size_t>(confidence)];
    ++promises.made;
    promises.kept += said <= truth * factor + slack && said >= truth / factor - slack ? 1 : 0;
  }
  std::array<Promises, 3> promises_;
};

TEST(TimeLeft, KeepsWhatItsConfidencePromises) {
  ManyRuns runs;
  for (unsigned seed = 1; seed <= 300; ++seed) runs.run(seed);
  EXPECT_GT(runs.of(Confidence::high).made, 3000);
  EXPECT_GE(runs.of(Confidence::high).share(), 0.97);
  EXPECT_GE(runs.of(Confidence::medium).share(), 0.95);
  EXPECT_GE(runs.of(Confidence::low).share(), 0.80);
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
