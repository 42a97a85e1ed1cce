#include "jobs/recovery.hpp"

#include "jobs/job_error.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

TEST_F(WorkshopTest, GoesOnAfterACrashAndServesTheSameMeanwhile) {
  build();
  leave_halfway();
  const std::string before = *board->answer("abc").body;

  come_back();
  EXPECT_EQ(*board->answer("abc").body, before);
  ASSERT_TRUE(workshop->recover());

  EXPECT_EQ(*board->answer("abc").body, before);
  EXPECT_EQ(state(), JobState::waiting);
  EXPECT_EQ((*jobs.latest(id()))->job.attempt, 2);
  workshop->start();
  wait_for("completed");
}

TEST_F(WorkshopTest, NeverLetsTheBarFallWhileItGoesOn) {
  build();
  leave_halfway(50);
  come_back();
  ASSERT_TRUE(workshop->recover());
  std::vector<json> seen;
  pipeline.before = [&](Stage, StageListener&, const std::stop_token&) -> Done {
    seen.push_back(shown());
    return {};
  };
  workshop->start();
  wait_for("completed");
  for (const json& progress : seen) EXPECT_GE(progress["percent"], 50);
  // Stages below what was reached pass in silence.
  EXPECT_EQ(seen.front()["stage"], "transcribing");
}

TEST_F(WorkshopTest, GivesUpAnEpisodeThatKillsTheServer) {
  build();
  leave_halfway();
  for (int crash = 1; crash <= 3; ++crash) {
    come_back();
    ASSERT_TRUE(workshop->recover());
    ASSERT_EQ(state(), JobState::waiting);
    ASSERT_TRUE(*jobs.claim(std::chrono::minutes(1)));
  }
  come_back();
  ASSERT_TRUE(workshop->recover());

  EXPECT_EQ(state(), JobState::failed);
  EXPECT_EQ(shown()["stage"], "error");
  EXPECT_EQ(shown()["message"], "The server stopped again and again while it worked on this episode.");
  EXPECT_EQ(view()["error"]["stage"], "words");
  ASSERT_TRUE(workshop->retry(id()));
  workshop->start();
  wait_for("completed");
}

TEST_F(WorkshopTest, GoesOnWithAnEpisodeThatFinishesSomethingBetweenTwoCrashes) {
  build();
  leave_halfway();
  for (int crash = 1; crash <= 8; ++crash) {
    ASSERT_TRUE(write_durably(folders.work(id()) / ("artefact-" + std::to_string(crash)), "whole"));
    come_back();
    ASSERT_TRUE(workshop->recover());
    ASSERT_EQ(state(), JobState::waiting) << crash;
    ASSERT_TRUE(*jobs.claim(std::chrono::minutes(1)));
  }
}

TEST_F(WorkshopTest, ShowsAsCompleteWhatTheQueueKnowsAsDone) {
  build();
  leave_halfway();
  ASSERT_TRUE(jobs.end((*jobs.latest(id()))->job, std::nullopt));
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(shown()["stage"], "completed");
}

TEST_F(WorkshopTest, ShowsAsFailedWhatTheQueueKnowsAsFailed) {
  build();
  leave_halfway();
  const JobError error{"words", "No speech was found.", "Upload another file."};
  ASSERT_TRUE(jobs.end((*jobs.latest(id()))->job, job_error_text(error)));
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(shown()["stage"], "error");
  EXPECT_EQ(shown()["message"], "No speech was found.");
  EXPECT_EQ(shown()["detail"], "Upload another file.");
}

TEST_F(WorkshopTest, LeavesFinishedEpisodesAlone) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  workshop->stop();
  const std::string before = *board->answer("abc").body;
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(*board->answer("abc").body, before);
  EXPECT_EQ(state(), JobState::done);
}

TEST_F(WorkshopTest, PutsAnEpisodeInTheQueueThatACrashKeptOutOfIt) {
  build();
  ASSERT_TRUE(write_durably(folders.source(id(), "mp3"), "some media bytes"));
  ASSERT_TRUE(episodes.add({.id = id(), .filename = "bees.mp3", .extension = "mp3"}));
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(shown()["stage"], "queued");
  workshop->start();
  wait_for("completed");
}

TEST_F(WorkshopTest, FindsEpisodesAgainWhenTheStoreIsLost) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  workshop->stop();
  ASSERT_TRUE(episodes.remove(id()));
  FakeJobQueue empty(episodes, clock);
  const int before = pipeline.stages_done;
  workshop =
      std::make_unique<Workshop>(WorkshopParts{folders, episodes, empty, *board, clock, pipeline.bound()}, settings);

  ASSERT_TRUE(workshop->recover());
  workshop->start();
  wait_for("completed");
  workshop.reset();  // it goes before its queue does

  EXPECT_TRUE(episodes.find(id()));
  EXPECT_EQ(episodes.episode_of(ClipId::of_span(id(), 1, 21)), id());
  EXPECT_EQ(pipeline.stages_done, before);
}

TEST_F(WorkshopTest, FinishesADeletionThatACrashCutShort) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  workshop->stop();
  ASSERT_TRUE(jobs.cancel(id()));
  fs::remove(folders.transcript(id()));
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_FALSE(episodes.find(id()));
  EXPECT_FALSE(board->answer("abc").found);
  EXPECT_FALSE(fs::exists(folders.episode(id())));
}

TEST_F(WorkshopTest, LeavesNoDraftsAfterACrash) {
  build();
  leave_halfway();
  ASSERT_TRUE(write_durably(folders.work(id()) / "20_sound.wav.7-1.draft", "half"));
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_FALSE(fs::exists(folders.work(id()) / "20_sound.wav.7-1.draft"));
}

}  // namespace

}  // namespace podpromo
