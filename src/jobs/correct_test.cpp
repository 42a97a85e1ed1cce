#include <gtest/gtest.h>

#include "corrections/corrections.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

class CorrectTest : public WorkshopTest {
 protected:
  static Corrections wasps() { return {.places = {{2, 3, {{"bees.", 2, 3}}, {{"wasps.", 2, 3}}}}, .names = {}}; }
  std::string words() const { return text_of(words_view(id(), folders)->transcript, 0, 2); }
  std::string published() const { return read_whole(folders.transcript(id())).value_or(""); }
  void complete() {
    workshop->start();
    ASSERT_TRUE(take_in());
    wait_for("completed");
    wait_for(JobState::done);
  }
};

TEST_F(CorrectTest, IsSeenAtOnceAndPublishedSoon) {
  build();
  complete();
  const int stages = pipeline.stages_done;

  ASSERT_TRUE(workshop->correct(id(), wasps()));

  EXPECT_EQ(words(), "Hello wasps.");
  EXPECT_EQ(heard_view(id(), folders)->words[1].text, "bees.");
  wait_for(JobState::done);
  EXPECT_NE(published().find("wasps."), std::string::npos);
  EXPECT_EQ(pipeline.stages_done, stages) << "a stage was done again";
}

TEST_F(CorrectTest, TakesWhatRunsFromItsWorkerAndStartsItAgain) {
  bool held = false;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token& stop) -> Done {
    if (stage != Stage::render || std::exchange(held, true)) return {};
    at_work.open();
    wait_until([&] { return stop.stop_requested(); });
    return failure(Fault::cancelled, "stopped");
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();

  ASSERT_TRUE(workshop->correct(id(), wasps()));

  wait_for("completed");
  EXPECT_NE(published().find("wasps."), std::string::npos);
}

TEST_F(CorrectTest, IsReadByWhatStillWaits) {
  build();
  ASSERT_TRUE(take_in());
  ASSERT_TRUE(workshop->correct(id(), wasps()));
  workshop->start();
  wait_for("completed");
  EXPECT_NE(published().find("wasps."), std::string::npos);
}

TEST_F(CorrectTest, StartsNothingThatFailed) {
  pipeline.before = [](Stage stage, StageListener&, const std::stop_token&) -> Done {
    return stage == Stage::render ? failure(Fault::denied, "no") : Done{};
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for(JobState::failed);

  ASSERT_TRUE(workshop->correct(id(), wasps()));

  EXPECT_EQ(state(), JobState::failed);
  EXPECT_EQ(words(), "Hello wasps.");
}

TEST_F(CorrectTest, SurvivesARestartAndIsFollowedAfterIt) {
  build();
  complete();
  workshop->stop();
  ASSERT_TRUE(workshop->correct(id(), wasps()));
  come_back();
  ASSERT_TRUE(workshop->recover());
  workshop->start();
  wait_for(JobState::done);
  EXPECT_NE(published().find("wasps."), std::string::npos);
}

TEST_F(CorrectTest, IsRefusedForWhatIsNotThere) {
  build();
  EXPECT_EQ(workshop->correct(id(), wasps()).error().fault, Fault::not_found);
  ASSERT_TRUE(take_in());
  ASSERT_TRUE(jobs.cancel(id()));
  EXPECT_EQ(workshop->correct(id(), wasps()).error().fault, Fault::conflict);
  EXPECT_FALSE(fs::exists(folders.corrections(id())));
}

TEST_F(CorrectTest, NeedsWhatWasHeard) {
  build();
  ASSERT_TRUE(take_in());
  EXPECT_EQ(heard_view(id(), folders).error().reason, "the episode is still being listened to");
  workshop->start();
  wait_for("completed");
  fs::remove(folders.work(id()) / "30_words.json");
  EXPECT_EQ(heard_view(id(), folders).error().fault, Fault::conflict);
  EXPECT_EQ(words(), "Hello bees.") << "the published transcript stays readable";
}

}  // namespace

}  // namespace podpromo
