#include "jobs/workshop.hpp"

#include "jobs/job_error.hpp"
#include "jobs/workshop_fixture.hpp"
#include "storage/episode_record.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

TEST_F(WorkshopTest, CompletesWhatItTookIn) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");

  EXPECT_EQ(shown()["percent"], 100);
  EXPECT_EQ(shown()["message"], "Your 2 clips are ready.");
  EXPECT_EQ(state(), JobState::done);
  EXPECT_EQ(episodes.find(id())->title, "From the tags");
  EXPECT_EQ(episodes.find(id())->show, "A show");
  EXPECT_EQ(episodes.episode_of(ClipId::of_span(id(), 1, 21)), id());
  EXPECT_TRUE(load_record(folders, id()));
  EXPECT_TRUE(fs::exists(folders.log(id())));
  EXPECT_EQ(read_whole(folders.transcript(id())), read_whole(folders.clips_of(id()) / "transcript.json"));
}

TEST_F(WorkshopTest, ShowsAnEpisodeAsQueuedBeforeAnyWorkerTakesIt) {
  build();
  ASSERT_TRUE(take_in());
  EXPECT_EQ(shown()["stage"], "queued");
  EXPECT_GT(shown()["percent"], 0);
  EXPECT_EQ(state(), JobState::waiting);
}

TEST_F(WorkshopTest, SaysWhatTheStagesDo) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token&) -> Done {
    if (stage != Stage::transcribe) return {};
    listener.advanced(Stage::transcribe, 0.5, "0:30 of 1:00 of speech");
    at_work.open();
    let_go.wait();
    return {};
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();

  EXPECT_EQ(shown()["stage"], "transcribing");
  EXPECT_EQ(shown()["percent"], 35);
  EXPECT_EQ(shown()["message"], "Listening: 0:30 of 1:00 of speech");
  let_go.open();
  wait_for("completed");
}

TEST_F(WorkshopTest, ShowsAFailureWithReasonAndRemedyAndTriesAgain) {
  bool fail = true;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::find_moments || !fail) return {};
    return failure(Fault::denied, "the disk is full", "Free some space.", "errno 28");
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  wait_for(JobState::failed);

  EXPECT_EQ(shown()["message"], "The disk is full.");
  EXPECT_EQ(shown()["detail"], "Free some space.");
  EXPECT_EQ(parse_job_error((*jobs.latest(id()))->error),
            (JobError{"moments", "The disk is full.", "Free some space."}));
  EXPECT_FALSE(fs::exists(folders.transcript(id())));

  fail = false;
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_EQ((*jobs.latest(id()))->job.attempt, 2);
  // Probe, sound and words were kept from the first attempt.
  EXPECT_EQ(pipeline.stages_done, 4);
}

TEST_F(WorkshopTest, TriesAgainOnlyWhatFailed) {
  build();
  ASSERT_TRUE(take_in());
  EXPECT_EQ(workshop->retry(id()).error().fault, Fault::conflict);
  EXPECT_EQ(workshop->retry(id("zz")).error().fault, Fault::not_found);
  workshop->start();
  wait_for("completed");
  EXPECT_EQ(workshop->retry(id()).error().fault, Fault::conflict);
}

TEST_F(WorkshopTest, TurnsWhatIsThrownIntoAFailure) {
  pipeline.before = [](Stage, StageListener&, const std::stop_token&) -> Done { throw std::bad_alloc(); };
  settings.retry.most_tries = 1;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  EXPECT_EQ(shown()["message"], "The server ran out of memory.");
}

TEST_F(WorkshopTest, FailsWhenTheMediaIsGone) {
  build();
  ASSERT_TRUE(take_in());
  fs::remove(folders.source(id(), "mp3"));
  workshop->start();
  wait_for("error");
  EXPECT_EQ(shown()["message"], "The uploaded file is gone from the server.");
  EXPECT_EQ(shown()["detail"], "Upload the episode again.");
}

TEST_F(WorkshopTest, LeavesARunningJobToTheNextStartWhenStopped) {
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token& stop) -> Done {
    if (stage != Stage::transcribe) return {};
    at_work.open();
    wait_until([&] { return stop.stop_requested(); });
    return failure(Fault::cancelled, "stopped");
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  const json before = shown();

  workshop->stop();

  EXPECT_EQ(state(), JobState::waiting);
  EXPECT_EQ(shown(), before);
  pipeline.before = {};
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_EQ(shown(), before);
  workshop->start();
  wait_for("completed");
}

TEST_F(WorkshopTest, StopsTwiceWithoutComplaint) {
  build();
  workshop->start();
  workshop->stop();
  workshop->stop();
}

TEST_F(WorkshopTest, DeletesAnEpisodeWhileItIsWorkedOn) {
  pipeline.before = [&](Stage, StageListener&, const std::stop_token& stop) -> Done {
    at_work.open();
    wait_until([&] { return stop.stop_requested(); });
    return failure(Fault::cancelled, "stopped");
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();

  ASSERT_TRUE(workshop->remove(id()));

  EXPECT_FALSE(episodes.find(id()));
  EXPECT_FALSE(board->answer("abc").found);
  EXPECT_FALSE(fs::exists(folders.episode(id())));
  EXPECT_FALSE(fs::exists(folders.log(id())));
  EXPECT_EQ(workshop->remove(id()).error().fault, Fault::not_found);
}

TEST_F(WorkshopTest, DeletesAFinishedEpisode) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  ASSERT_TRUE(workshop->remove(id()));
  EXPECT_FALSE(fs::exists(folders.transcript(id())));
  EXPECT_FALSE(fs::exists(folders.clips_of(id())));
  EXPECT_FALSE(board->answer("abc").found);
}

TEST_F(WorkshopTest, TellsThoseWhoWatchADeletedEpisodeWhenNothingOfItIsLeft) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  workshop->stop();  // whoever tells of the end has told
  ASSERT_TRUE(board->flush(id()));
  std::vector<bool> there;
  const auto watch = board->watch("abc", [&] { there.push_back(fs::exists(folders.progress(id()))); });
  ASSERT_TRUE(workshop->remove(id()));
  EXPECT_EQ(there, std::vector<bool>{false});
}

TEST_F(WorkshopTest, SaysSoWhenAStageIsSlowToStopAndNeverCompletesIt) {
  pipeline.before = [&](Stage, StageListener&, const std::stop_token&) -> Done {
    at_work.open();
    let_go.wait();
    return {};
  };
  settings.patience = 20ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();

  EXPECT_EQ(workshop->remove(id()).error().fault, Fault::conflict);
  let_go.open();
  workshop->stop();
  EXPECT_EQ(state(), JobState::cancelled);
  EXPECT_NE(shown()["stage"], "completed");

  // The next start finishes the deletion.
  come_back();
  ASSERT_TRUE(workshop->recover());
  EXPECT_FALSE(episodes.find(id()));
  EXPECT_FALSE(fs::exists(folders.episode(id())));
}

TEST_F(WorkshopTest, RefusesAnIdThatIsTakenWithoutHarmToTheFirst) {
  build();
  ASSERT_TRUE(take_in());
  EXPECT_EQ(take_in().error().fault, Fault::conflict);
  EXPECT_TRUE(fs::exists(folders.source(id(), "mp3")));
  EXPECT_EQ(take_in("transcripts").error().fault, Fault::conflict);
}

TEST_F(WorkshopTest, WorksOnSeveralEpisodesWithSeveralWorkers) {
  std::atomic<int> together = 0;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage == Stage::probe && ++together == 2) let_go.open();
    let_go.wait();
    return {};
  };
  settings.workers = 2;
  // One pipeline object per episode would be needed to run to the end; being there together is what counts here.
  FakePipeline second;
  second.before = pipeline.before;
  const auto first_run = pipeline.bound();
  const auto second_run = second.bound();
  const Pipeline both = [&](const EpisodeId& which, const EpisodePlaces& places, const ClipWishes& wishes,
                            StageListener& listener, const std::stop_token& stop) {
    return (which == id("one") ? first_run : second_run)(which, places, wishes, listener, stop);
  };
  workshop = std::make_unique<Workshop>(WorkshopParts{folders, episodes, jobs, *board, clock, both}, settings);
  workshop->start();
  ASSERT_TRUE(take_in("one"));
  ASSERT_TRUE(take_in("two"));
  wait_for("completed", "one");
  wait_for("completed", "two");
}

TEST_F(WorkshopTest, StopsWorkingOnAJobThatIsNotItsOwnAnyMore) {
  pipeline.before = [&](Stage, StageListener&, const std::stop_token& stop) -> Done {
    at_work.open();
    wait_until([&] { return stop.stop_requested(); });
    stopped.open();
    return failure(Fault::cancelled, "stopped");
  };
  settings.lease = 30ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  ASSERT_TRUE(jobs.cancel(id()));
  stopped.wait();
}

TEST_F(WorkshopTest, MakesTheCoverOnceWhenThereIsOne) {
  int made = 0;
  WorkshopParts parts{folders, episodes, jobs, *board, clock, {}};
  parts.pipeline = [&](const EpisodeId& which, const EpisodePlaces& places, const ClipWishes& wishes,
                       StageListener& listener, const std::stop_token& stop) {
    MediaFacts facts;
    facts.has_cover = true;
    EXPECT_TRUE(Artefacts(places.work).keep(kProbeArtefact, "key", facts));
    return pipeline.bound()(which, places, wishes, listener, stop);
  };
  parts.cover = [&](const fs::path& media, const fs::path& target, const std::stop_token&) -> Done {
    EXPECT_EQ(media, folders.source(id(), "mp3"));
    ++made;
    return write_durably(target, "jpeg");
  };
  workshop = std::make_unique<Workshop>(parts, settings);
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  EXPECT_EQ(made, 1);
  EXPECT_EQ(view()["has_cover"], true);
}

}  // namespace

}  // namespace podpromo
