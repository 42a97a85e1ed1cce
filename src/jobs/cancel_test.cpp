#include <gmock/gmock.h>

#include "jobs/job_error.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

class CancelTest : public WorkshopTest {
 protected:
  // Listening goes on until it is told to stop, once.
  void listen_until_stopped() {
    pipeline.before = [this](Stage stage, StageListener& listener, const std::stop_token& stop) -> Done {
      if (stage != Stage::transcribe || std::exchange(stopped_once, true)) return {};
      listener.advanced(Stage::transcribe, 0.5, "half");
      at_work.open();
      wait_until([&] { return stop.stop_requested(); });
      return failure(Fault::cancelled, "stopped");
    };
  }
  bool stopped_once = false;
};

TEST_F(CancelTest, StopsWhatRunsAndKeepsTheEpisode) {
  listen_until_stopped();
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();

  ASSERT_TRUE(workshop->cancel(id()));

  EXPECT_EQ(shown()["stage"], "error");
  EXPECT_EQ(shown()["percent"], 35);
  EXPECT_EQ(shown()["message"], "Stopped by you.");
  EXPECT_EQ(shown()["detail"], "Retry goes on where it stopped.");
  EXPECT_EQ(state(), JobState::failed);
  EXPECT_EQ(view()["error"]["stage"], "words");
  EXPECT_TRUE(episodes.find(id()));
  EXPECT_TRUE(fs::exists(folders.source(id(), "mp3")));
}

TEST_F(CancelTest, GoesOnWhereItStoppedWhenRetried) {
  listen_until_stopped();
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  ASSERT_TRUE(workshop->cancel(id()));
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_EQ(pipeline.stages_done, 4);
}

TEST_F(CancelTest, StopsWhatStillWaits) {
  build();
  ASSERT_TRUE(take_in());
  ASSERT_TRUE(workshop->cancel(id()));
  EXPECT_EQ(shown()["message"], "Stopped by you.");
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
}

TEST_F(CancelTest, StaysStoppedOverARestart) {
  build();
  ASSERT_TRUE(take_in());
  ASSERT_TRUE(workshop->cancel(id()));
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(shown()["message"], "Stopped by you.");
  EXPECT_EQ(state(), JobState::failed);
}

TEST_F(CancelTest, RefusesWhereNothingIsBeingDone) {
  build();
  EXPECT_EQ(workshop->cancel(id()).error().fault, Fault::not_found);
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  wait_for(JobState::done);
  EXPECT_EQ(workshop->cancel(id()).error().fault, Fault::conflict);
  EXPECT_EQ(shown()["stage"], "completed");
}

// A second run must not begin in the folder where the first is just stopping.
TEST_F(CancelTest, NeverWorksTwiceOnOneEpisodeAtATime) {
  std::atomic<int> together = 0;
  std::atomic<int> most = 0;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::transcribe) return {};
    most = std::max<int>(most, ++together);
    at_work.open();
    let_go.wait();
    --together;
    return {};
  };
  settings.workers = 2;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  ASSERT_TRUE(workshop->cancel(id()));
  EXPECT_EQ(shown()["message"], "Stopped by you.");
  ASSERT_TRUE(workshop->retry(id()));
  ASSERT_TRUE(workshop->pause(false));  // wakes the other worker
  let_go.open();
  wait_for("completed");
  EXPECT_EQ(most, 1);
}

TEST_F(CancelTest, AsksEverythingToStopAtOnce) {
  listen_until_stopped();
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  workshop->stop_soon();
  wait_for(JobState::waiting);
  workshop->stop();
}

}  // namespace

}  // namespace podpromo
