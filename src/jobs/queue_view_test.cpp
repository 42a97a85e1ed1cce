#include "jobs/queue_view.hpp"

#include <gtest/gtest.h>

#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

class QueueView : public WorkshopTest {
 protected:
  json queue() { return *queue_view(*workshop, {folders, episodes, jobs, *board}); }
};

TEST_F(QueueView, IsEmptyAtFirst) {
  build();
  EXPECT_EQ(queue(), json::parse(R"({"ok":true,"paused":false,"running":[],"waiting":[]})"));
}

TEST_F(QueueView, ShowsWhatRunsAndWhatWaitsInTurn) {
  pipeline.before = [&](Stage stage, StageListener& listener, const std::stop_token&) -> Done {
    if (stage != Stage::transcribe) return {};
    listener.advanced(Stage::transcribe, 0.5, "half");
    at_work.open();
    let_go.wait();
    return {};
  };
  build();
  ASSERT_TRUE(take_in("one"));
  workshop->start();
  at_work.wait();
  ASSERT_TRUE(take_in("two"));
  ASSERT_TRUE(take_in("three"));
  ASSERT_TRUE(workshop->pause(true));

  const json seen = queue();

  EXPECT_EQ(seen["paused"], true);
  ASSERT_EQ(seen["running"].size(), 1U);
  EXPECT_EQ(seen["running"][0], json({{"episodeId", "one"},
                                      {"title", "From the tags"},
                                      {"attempt", 1},
                                      {"stage", "transcribing"},
                                      {"percent", 35}}));
  ASSERT_EQ(seen["waiting"].size(), 2U);
  EXPECT_EQ(seen["waiting"][0], json({{"episodeId", "two"}, {"title", "bees"}, {"attempt", 1}, {"position", 1}}));
  EXPECT_EQ(seen["waiting"][1]["position"], 2);
  let_go.open();
}

TEST_F(QueueView, SaysWhenAPostponedJobIsTriedAgain) {
  build();
  ASSERT_TRUE(take_in());
  const auto job = *jobs.claim(std::chrono::minutes(1));
  ASSERT_TRUE(jobs.postpone(*job, clock.now() + std::chrono::seconds(20)));
  EXPECT_EQ(queue()["waiting"][0]["notBefore"], rfc3339(clock.now() + std::chrono::seconds(20)));
  EXPECT_EQ(queue()["waiting"][0]["attempt"], 2);
}

}  // namespace

}  // namespace podpromo
