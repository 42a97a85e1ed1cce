#include <gmock/gmock.h>

#include <atomic>

#include "jobs/job_error.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(RetryPolicy, TriesAgainOnlyWhatMayPass) {
  for (const Fault fault : {Fault::unavailable, Fault::timed_out, Fault::no_space, Fault::internal})
    EXPECT_TRUE(rest_before_retry(fault, 1, {}));
  for (const Fault fault : {Fault::bad_request, Fault::unreadable_media, Fault::missing_model, Fault::denied})
    EXPECT_FALSE(rest_before_retry(fault, 1, {}));
}

TEST(RetryPolicy, RestsLongerEachTimeAndGivesUpAfterTheThirdTry) {
  EXPECT_EQ(rest_before_retry(Fault::no_space, 1, {}), 20s);
  EXPECT_EQ(rest_before_retry(Fault::no_space, 2, {}), 60s);
  EXPECT_EQ(rest_before_retry(Fault::no_space, 3, {}), std::nullopt);
  EXPECT_EQ(rest_text(20s), "20 s");
  EXPECT_EQ(rest_text(180s), "3 minutes");
}

class RetryTest : public WorkshopTest {
 protected:
  // Finding moments fails so many times.
  void fail_times(int times, Fault fault = Fault::no_space) {
    pipeline.before = [this, times, fault](Stage stage, StageListener&, const std::stop_token&) -> Done {
      if (stage != Stage::find_moments || ++failures > times) return {};
      return failure(fault, "the disk is full", "Free some space.", "errno 28");
    };
  }
  std::atomic<int> failures = 0;
};

TEST_F(RetryTest, ShowsThatItTriesAgainAndWhy) {
  fail_times(1);
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_until([&] { return shown()["message"] == "Trying again in 20 s: The disk is full."; });
  EXPECT_EQ(shown()["stage"], "queued");
  EXPECT_EQ(shown()["detail"], "Free some space.");
  EXPECT_EQ(state(), JobState::waiting);
  EXPECT_EQ((*jobs.latest(id()))->tries, 1);
  EXPECT_EQ(jobs.live()->front().not_before, clock.now() + 20s);
}

TEST_F(RetryTest, TriesThreeTimesByItselfAndRedoesOnlyWhatFailed) {
  fail_times(2);
  settings.retry.first_rest = 0ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  EXPECT_EQ(failures, 3);
  EXPECT_EQ((*jobs.latest(id()))->job.attempt, 3);
  EXPECT_EQ(pipeline.stages_done, 4);  // each of them once
}

// An episode whose transcript is another's, which failed for it.
class ListenInsteadTest : public RetryTest {
 protected:
  void fail_for_its_transcript() {
    pipeline.before = [this](Stage stage, StageListener&, const std::stop_token&) -> Done {
      if (stage != Stage::transcribe || !fs::exists(given())) return {};
      return failure(Fault::bad_request, "the transcript is not of this episode", "Leave it out.");
    };
    build();
    workshop->start();
    ASSERT_TRUE(write_durably(given(), "1\n00:00:01,000 --> 00:00:02,000\nShips\n"));
    ClipWishes wishes;
    wishes.transcript = "given-transcript.srt";
    wishes.transcript_name = "Ships.srt";
    ASSERT_TRUE(take_in("abc", wishes));
    wait_for("error");
    wait_for(JobState::failed);
  }
  fs::path given() const { return folders.given_transcript(id(), ".srt"); }
};

TEST_F(ListenInsteadTest, ForgetsTheTranscriptThatCameWithTheEpisode) {
  fail_for_its_transcript();
  EXPECT_EQ(view()["given_transcript"], "Ships.srt");
  ASSERT_TRUE(workshop->listen_instead(id()));
  wait_for("completed");
  EXPECT_FALSE(fs::exists(given()));
  EXPECT_EQ(view()["given_transcript"], nullptr);
}

TEST_F(ListenInsteadTest, IsForEpisodesThatFailedWithOne) {
  fail_for_its_transcript();
  EXPECT_EQ(workshop->listen_instead(id("nobody")).error().fault, Fault::not_found);
  fs::remove(given());
  EXPECT_EQ(workshop->listen_instead(id()).error().fault, Fault::conflict);
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_EQ(workshop->listen_instead(id()).error().fault, Fault::conflict);
}

TEST_F(RetryTest, FailsForAllToSeeAfterTheThirdTry) {
  fail_times(100);
  settings.retry.first_rest = 0ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  EXPECT_EQ(failures, 3);
  EXPECT_EQ(shown()["message"], "The disk is full.");
  EXPECT_EQ(view()["error"]["stage"], "moments");
  EXPECT_EQ(view()["error"]["remedy"], "Free some space.");
}

TEST_F(RetryTest, CountsAfreshWhenAPersonTriesAgain) {
  fail_times(3);
  settings.retry.first_rest = 0ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  wait_for(JobState::failed);
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_EQ((*jobs.latest(id()))->tries, 0);
  EXPECT_EQ(pipeline.stages_done, 4);
}

TEST_F(RetryTest, FailsAtOnceWhatWillNotPass) {
  fail_times(100, Fault::unreadable_media);
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  EXPECT_EQ(failures, 1);
}

TEST_F(RetryTest, IsPossibleAgainOnceAQueueThatRefusedTheEndHasTakenIt) {
  fail_times(1, Fault::unreadable_media);
  jobs.refused_ends = 1'000'000;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  EXPECT_EQ(state(), JobState::running);
  jobs.refused_ends = 0;
  wait_for(JobState::failed);
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
}

TEST_F(RetryTest, StopsTryingWhenItIsCancelledMeanwhile) {
  fail_times(100);
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_until([&] { return shown()["stage"] == "queued" && failures > 0; });
  wait_for(JobState::waiting);
  ASSERT_TRUE(workshop->cancel(id()));
  EXPECT_EQ(shown()["message"], "Stopped by you.");
  EXPECT_EQ(state(), JobState::failed);
}

TEST_F(RetryTest, SaysInTheLogWhatHappenedToWhichEpisodeAtWhichStage) {
  fail_times(1);
  settings.retry.first_rest = 0ms;
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  workshop->stop();
  std::istringstream lines(*read_whole(folders.log(id())));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_THAT(line, HasSubstr(" episode=abc "));
    EXPECT_THAT(line, HasSubstr(" stage="));
  }
  EXPECT_GT(count, 8);
  EXPECT_THAT(*read_whole(folders.log(id())), HasSubstr("stage=moments failed: the disk is full errno 28"));
}

}  // namespace

}  // namespace podpromo
