#include <sched.h>

#include <gmock/gmock.h>

#include <map>

#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr std::uint64_t kTenHours = std::uint64_t{16'000} * 36'000;  // of mp3
constexpr std::uint64_t kAMinute = 16'000 * 60;

class FairWork : public WorkshopTest {
 protected:
  // The pipeline here finds a minute of sound in everything.
  void find_ten_hours_in(const std::string& name) {
    EXPECT_TRUE(episodes.set_outline(id(name), {{"duration_s", 36'000.0}}));
  }
  Done come(const std::string& name, std::uint64_t bytes) {
    EXPECT_TRUE(write_durably(folders.source(id(name), "mp3"), "some media bytes"));
    return workshop->take_in(
        {.id = id(name), .filename = name + ".mp3", .extension = "mp3", .bytes = bytes, .created_at = clock.now()}, {});
  }
  void build_with(Pipeline with) {
    workshop =
        std::make_unique<Workshop>(WorkshopParts{folders, episodes, jobs, *board, clock, std::move(with)}, settings);
  }
  // Notes who begins, in order, and lets the long ones wait.
  Pipeline noting() {
    return [this](const EpisodeId& which, const EpisodePlaces&, const ClipWishes&, StageListener&,
                  const std::stop_token&) -> Result<EpisodeResult> {
      {
        const std::lock_guard lock(mutex);
        begun.push_back(which.text());
      }
      if (which.text().starts_with("long")) let_go.wait();
      return failure(Fault::bad_request, "that is all");
    };
  }
  // While "long" is listened to, a short one comes, and three minutes later that one's turn; the first time only.
  Done overtaken_once(Stage stage, StageListener& listener) {
    if (stage != Stage::transcribe || !std::exchange(first, false)) return {};
    find_ten_hours_in("long");
    EXPECT_TRUE(come("short", kAMinute));
    clock.pass(3min);
    listener.advanced(Stage::transcribe, 0.2, "1:00");
    listener.kept(Stage::transcribe);
    return failure(Fault::cancelled, "stopped");
  }
  std::vector<std::string> who_began() {
    const std::lock_guard lock(mutex);
    return begun;
  }

  std::mutex mutex;
  std::vector<std::string> begun;
  bool first = true;
};

TEST_F(FairWork, BeginsTheShortOneThatCameLater) {
  build_with(noting());
  ASSERT_TRUE(come("long", kTenHours));
  ASSERT_TRUE(come("short", kAMinute));
  clock.pass(10s);
  workshop->start();
  wait_for("error", "short");
  let_go.open();
  wait_for("error", "long");
  EXPECT_THAT(who_began(), ElementsAre("short", "long"));
}

TEST_F(FairWork, KeepsOneOfTwoWorkersForShortOnes) {
  settings.workers = 2;
  build_with(noting());
  ASSERT_TRUE(come("long1", kTenHours));
  ASSERT_TRUE(come("long2", kTenHours));
  workshop->start();
  wait_until([&] { return !who_began().empty(); });
  ASSERT_TRUE(come("short", kAMinute));
  wait_for("error", "short");
  EXPECT_THAT(who_began(), ElementsAre("long1", "short"));
  let_go.open();
  wait_for("error", "long2");
}

TEST_F(FairWork, ALongOneMakesWayBetweenTwoChunksAndGoesOnWithoutDoingAnythingTwice) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token& stop) -> Done {
    if (stage != Stage::transcribe || !std::exchange(first, false)) return {};
    find_ten_hours_in("long");
    EXPECT_TRUE(come("short", kAMinute));
    listener.advanced(Stage::transcribe, 0.1, "0:30");
    listener.kept(Stage::transcribe);
    EXPECT_FALSE(stop.stop_requested());  // its turn has only begun
    clock.pass(3min);
    listener.advanced(Stage::transcribe, 0.2, "1:00");
    listener.kept(Stage::transcribe);
    EXPECT_TRUE(stop.stop_requested());
    return failure(Fault::cancelled, "stopped");
  };
  build();
  workshop->start();
  ASSERT_TRUE(come("long", kTenHours));
  wait_for("completed", "short");
  wait_for("completed", "long");
  EXPECT_EQ(pipeline.stages_done, 8);  // four each
  EXPECT_EQ((*jobs.latest(id("long")))->job.attempt, 2);
}

TEST_F(FairWork, ALongOneMakesWayOnceAQueueThatRefusedHasTakenIt) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token&) {
    return overtaken_once(stage, listener);
  };
  jobs.refused_yields = 1;
  build();
  workshop->start();
  ASSERT_TRUE(come("long", kTenHours));
  wait_for("completed", "short");
  wait_for("completed", "long");
}

TEST_F(FairWork, ALongOneSaysThatItMakesWay) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token&) {
    if (stage == Stage::probe && episodes.newest(9)->size() == 2) {
      at_work.open();
      let_go.wait();
    }
    return overtaken_once(stage, listener);
  };
  build();
  workshop->start();
  ASSERT_TRUE(come("long", kTenHours));
  at_work.wait();
  EXPECT_EQ(shown("long")["stage"], "queued");
  EXPECT_EQ(shown("long")["percent"], 20);
  EXPECT_EQ(shown("long")["message"], "Making way for a shorter episode. It goes on after that.");
  EXPECT_EQ(jobs.live()->front().yields, 1);
  let_go.open();
  wait_for("completed", "long");
}

TEST_F(FairWork, DoesNotMakeWayWhileTheQueueIsPaused) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token& stop) -> Done {
    if (stage != Stage::transcribe) return {};
    find_ten_hours_in("long");
    EXPECT_TRUE(come("short", kAMinute));
    EXPECT_TRUE(workshop->pause(true));
    clock.pass(3min);
    listener.advanced(Stage::transcribe, 0.2, "1:00");
    listener.kept(Stage::transcribe);
    EXPECT_FALSE(stop.stop_requested());
    return {};
  };
  build();
  workshop->start();
  ASSERT_TRUE(come("long", kTenHours));
  wait_for("completed", "long");
  EXPECT_EQ(state("short"), JobState::waiting);
}

TEST_F(FairWork, BeginsNothingWhileItIsPausedEvenAfterARestart) {
  build_with(noting());
  ASSERT_TRUE(workshop->pause(true));
  ASSERT_TRUE(come("short", kAMinute));
  come_back();
  build_with(noting());
  ASSERT_TRUE(workshop->recover());
  workshop->start();
  EXPECT_TRUE(workshop->queue()->paused);
  EXPECT_EQ(state("short"), JobState::waiting);
  EXPECT_TRUE(who_began().empty());
  ASSERT_TRUE(workshop->pause(false));
  wait_for("error", "short");
}

// Threads take their priority from the one that makes them, so what listening starts is covered too.
TEST_F(FairWork, WorksOnlyWhenNobodyElseWantsTo) {
  let_programs_give_way(GivesWay::to_everything);
  std::atomic<int> own = -1;
  std::atomic<int> of_its_threads = -1;
  pipeline.before = [&](Stage, StageListener&, const std::stop_token&) -> Done {
    own = ::sched_getscheduler(0);
    std::jthread([&] { of_its_threads = ::sched_getscheduler(0); }).join();
    return {};
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  EXPECT_EQ(own, SCHED_IDLE);
  EXPECT_EQ(of_its_threads, SCHED_IDLE);
}

}  // namespace

}  // namespace podpromo
