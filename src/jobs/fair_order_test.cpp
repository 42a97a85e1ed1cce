#include "jobs/fair_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "jobs/expected_work.hpp"

namespace podpromo {

namespace {

constexpr double kHour = 3600;

TEST(FairOrder, TakesEqualOnesAsTheyCame) {
  const std::vector<Standing> line{{60, 0}, {60, 0}, {60, 0}};
  EXPECT_EQ(fair_order(line), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(FairOrder, TakesTheShortOneBeforeTheTenHourOne) {
  const std::vector<Standing> line{{6 * kHour, 30}, {60, 10}};
  EXPECT_EQ(fair_order(line).front(), 1U);
}

TEST(FairOrder, TakesTheLongOneOnceItHasWaitedInProportion) {
  const std::vector<Standing> line{{1000, 2000}, {100, 100}};
  EXPECT_EQ(fair_order(line).front(), 0U);
}

TEST(FairOrder, TakesWhoIsOverdueFirstHoweverLong) {
  const std::vector<Standing> line{{60, 1800}, {6 * kHour, kOverdueS}, {6 * kHour, kOverdueS + 1}};
  EXPECT_EQ(fair_order(line), (std::vector<std::size_t>{2, 1, 0}));
}

TEST(FairOrder, KeepsALaneForShortOnes) {
  const std::vector<Standing> line{{6 * kHour, kOverdueS}, {60, 0}};
  EXPECT_EQ(next_in_line(line, {.workers = 2, .long_running = 0}), 0U);
  EXPECT_EQ(next_in_line(line, {.workers = 2, .long_running = 1}), 1U);
  EXPECT_EQ(next_in_line(std::span(line).first(1), {.workers = 2, .long_running = 1}), std::nullopt);
  EXPECT_EQ(next_in_line(std::span(line).first(1), {.workers = 1, .long_running = 0}), 0U);
  EXPECT_EQ(next_in_line({}, {}), std::nullopt);
}

TEST(FairOrder, LetsALongOneMakeWayForAMuchShorterOneAfterItsTurn) {
  const std::vector<Standing> line{{60, 5}};
  EXPECT_TRUE(should_make_way({6 * kHour, kTurnS, 0}, line));
  EXPECT_FALSE(should_make_way({6 * kHour, kTurnS - 1, 0}, line));
  EXPECT_FALSE(should_make_way({6 * kHour, kTurnS, kMostYields}, line));
  EXPECT_FALSE(should_make_way({300, kTurnS, 0}, line));  // soon done itself
  EXPECT_FALSE(should_make_way({6 * kHour, kTurnS, 0}, {}));
  EXPECT_FALSE(should_make_way({6 * kHour, kTurnS, 0}, std::vector<Standing>{{kHour, 5}}));
}

TEST(ExpectedWork, IsToldFromTheLengthOnceItIsKnownElseFromTheBytes) {
  Episode episode{.id = *EpisodeId::parse("a"), .extension = "mp3", .bytes = 16'000 * 600};
  EXPECT_DOUBLE_EQ(expected_duration_s(episode), 600);
  episode.extension = "mp4";
  EXPECT_DOUBLE_EQ(expected_duration_s(episode), 32);
  episode.outline["duration_s"] = 1000.0;
  EXPECT_DOUBLE_EQ(expected_duration_s(episode), 1000);
  const StageCosts costs;
  EXPECT_NEAR(expected_work_s(episode, costs, 50), expected_work_s(episode, costs, 0) / 2, 1e-9);
  EXPECT_DOUBLE_EQ(expected_work_s(episode, costs, 100), 0);
}

// One worker, a clock turned by hand and jobs that come at random: what becomes of them by the rules above.
class OneWorker {
 public:
  struct Job {
    double comes_s = 0;
    double work_s = 0;
    double since_s = 0;
    int yields = 0;
    double begun_s = -1;
    double ended_s = -1;
  };
  static constexpr double kBorderS = 30;  // between two pieces of work

  explicit OneWorker(std::vector<Job> jobs) : jobs_(std::move(jobs)) {
    for (Job& job : jobs_) job.since_s = job.comes_s;
  }

  std::vector<Job> run() {
    while (std::ranges::any_of(jobs_, [](const Job& job) { return job.ended_s < 0; })) step();
    return jobs_;
  }

 private:
  std::vector<std::size_t> waiting() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < jobs_.size(); ++i)
      if (i != running_ && jobs_[i].ended_s < 0 && jobs_[i].comes_s <= now_) all.push_back(i);
    return all;
  }
  Standing standing(std::size_t i) const { return {jobs_[i].work_s, now_ - jobs_[i].since_s, jobs_[i].yields}; }
  std::vector<Standing> line(const std::vector<std::size_t>& who) const {
    std::vector<Standing> all;
    for (const std::size_t i : who) all.push_back(standing(i));
    return all;
  }

  void step() {
    if (running_ == kNobody) begin();
    if (running_ == kNobody) {
      now_ += 1;
      return;
    }
    Job& job = jobs_[running_];
    const double piece = std::min(kBorderS, job.work_s);
    now_ += piece;
    job.work_s -= piece;
    if (job.work_s <= 0) {
      job.ended_s = now_;
      running_ = kNobody;
    } else if (should_make_way(standing(running_), line(waiting()))) {
      ++job.yields;
      job.since_s = now_;
      running_ = kNobody;
    }
  }
  void begin() {
    const auto who = waiting();
    const auto next = next_in_line(line(who), {});
    if (!next) return;
    running_ = who[*next];
    jobs_[running_].since_s = now_;
    if (jobs_[running_].begun_s < 0) jobs_[running_].begun_s = now_;
  }

  static constexpr std::size_t kNobody = ~std::size_t{0};
  std::vector<Job> jobs_;
  std::size_t running_ = kNobody;
  double now_ = 0;
};

TEST(FairOrder, ALoneShortOneWaitsOneTurnAtMostBehindATenHourOne) {
  const auto jobs = OneWorker({{0, 6 * kHour}, {1000, 60}}).run();
  EXPECT_LE(jobs[1].begun_s - 1000, kTurnS + OneWorker::kBorderS);
  EXPECT_EQ(jobs[0].yields, 1);
}

// Short ones that come as fast as they can be done would keep a long one out for ever, if it did not age.
TEST(FairOrder, ALongOneGetsToItsEndHoweverManyShortOnesCome) {
  std::vector<OneWorker::Job> jobs{{0, 2 * kHour}};
  for (int i = 0; i < 600; ++i) jobs.push_back({i * 60.0, 60});
  const auto done = OneWorker(jobs).run();
  EXPECT_LE(done[0].ended_s, (kMostYields + 1) * (kOverdueS + kTurnS) + 2 * kHour);
  EXPECT_LE(done[0].yields, kMostYields);
}

TEST(FairOrder, NobodyStarvesAndNobodyIsPushedAboutForEver) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    std::exponential_distribution<double> gap(1.0 / 400);
    std::lognormal_distribution<double> work(5.5, 1.3);
    std::vector<OneWorker::Job> jobs;
    double comes = 0;
    double sum = 0;
    for (int i = 0; i < 120; ++i) {
      const double seconds = std::min(work(random), 8 * kHour);
      jobs.push_back({comes += gap(random), seconds});
      sum += seconds;
    }
    for (const auto& job : OneWorker(jobs).run()) {
      EXPECT_GE(job.begun_s, job.comes_s) << seed;
      EXPECT_LE(job.yields, kMostYields) << seed;
      EXPECT_LE(job.ended_s, comes + sum + 1000) << seed;  // the worker never rests while somebody waits
    }
  }
}

}  // namespace

}  // namespace podpromo
