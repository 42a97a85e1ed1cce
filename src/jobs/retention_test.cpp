#include "jobs/retention.hpp"

#include <gmock/gmock.h>

#include "jobs/recovery.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A clock that somebody changes.
class ChangedClock final : public Clock {
 public:
  explicit ChangedClock(const Clock& right) : right_(right) {}
  std::chrono::system_clock::time_point now() const override { return right_.now() + wrong_; }
  std::chrono::steady_clock::time_point steady_now() const override { return right_.steady_now(); }
  void jump(std::chrono::hours by) { wrong_ += by; }

 private:
  const Clock& right_;
  std::chrono::hours wrong_{0};
};

class RetentionTest : public WorkshopTest {
 protected:
  RetentionTest() {
    build();
    workshop->start();
  }
  // An episode that was worked on to the end.
  void finished(const std::string& name) {
    ASSERT_TRUE(take_in(name));
    wait_for("completed", name);
  }
  void finished_many(int count) {
    for (int i = 0; i < count; ++i) finished("many" + std::to_string(i));
  }
  // Nobody writes progress any more.
  void the_server_dies() {
    workshop.reset();
    board.reset();
  }
  RetentionParts with() { return {episodes, *workshop, wall}; }
  Retention retention() { return retention(with()); }
  // The workers have let go of what they completed when this returns.
  Retention retention(RetentionParts parts) {
    workshop->stop();
    return Retention(std::move(parts), {.keep = 24h});
  }

  ChangedClock wall{clock};
};

TEST_F(RetentionTest, DeletesWholeEpisodesThatAreOld) {
  finished("old");
  clock.pass(20h);
  finished("young");
  auto rules = retention();
  clock.pass(5h);

  EXPECT_THAT(rules.sweep().deleted, ElementsAre(id("old")));

  EXPECT_FALSE(episodes.find(id("old")));
  EXPECT_FALSE(folders.find_source(id("old"))->has_value());
  EXPECT_FALSE(fs::exists(folders.clips_of(id("old"))));
  EXPECT_FALSE(fs::exists(folders.transcript(id("old"))));
  EXPECT_FALSE(fs::exists(folders.log(id("old"))));
  EXPECT_TRUE(episodes.find(id("young")));
  EXPECT_TRUE(fs::exists(folders.transcript(id("young"))));
}

TEST_F(RetentionTest, KeepsEverythingWhenItIsOff) {
  finished("old");
  Retention off(with(), {});
  clock.pass(24h * 365);
  EXPECT_THAT(off.sweep().deleted, IsEmpty());
}

TEST_F(RetentionTest, NeverDeletesWhatWaitsOrIsWorkedOn) {
  workshop->stop();
  ASSERT_TRUE(take_in("waits"));
  ASSERT_TRUE(take_in("runs"));
  ASSERT_TRUE(*jobs.claim(1min));
  auto rules = retention();
  clock.pass(48h);

  const Sweep swept = rules.sweep();

  EXPECT_THAT(swept.deleted, IsEmpty());
  EXPECT_EQ(swept.left, 2u);
  EXPECT_TRUE(fs::exists(folders.source(id("waits"), "mp3")));
  EXPECT_TRUE(fs::exists(folders.source(id("runs"), "mp3")));
}

TEST_F(RetentionTest, NeverDeletesWhatSomebodyUses) {
  finished("watched");
  auto parts = with();
  parts.in_use = [](const EpisodeId&) { return true; };
  auto rules = retention(parts);
  clock.pass(48h);
  EXPECT_THAT(rules.sweep().deleted, IsEmpty());
}

TEST_F(RetentionTest, DeletesNothingWhenTheClockHasJumpedForwardUntilItHasHeldForAnHour) {
  finished("abc");
  auto rules = retention();
  wall.jump(24h * 3650);

  const Sweep swept = rules.sweep();

  EXPECT_THAT(swept.deleted, IsEmpty());
  EXPECT_EQ(swept.refused, "the clock of this machine was changed a moment ago");
  wall.jump(-24h * 3650);
  EXPECT_THAT(rules.sweep().deleted, IsEmpty());
  clock.pass(1h);
  EXPECT_EQ(rules.sweep().refused, "");
  EXPECT_TRUE(episodes.find(id("abc")));
}

TEST_F(RetentionTest, DeletesNothingWhenSomethingIsFromTheFuture) {
  finished("old");
  clock.pass(48h);
  finished("new");
  wall.jump(-20h);
  auto rules = retention();

  const Sweep swept = rules.sweep();

  EXPECT_THAT(swept.deleted, IsEmpty());
  EXPECT_EQ(swept.left, 1u);
  EXPECT_EQ(swept.refused, "something on disk is dated in the future, so the clock is wrong or was");
}

TEST_F(RetentionTest, DeletesNothingWhenAFileIsFromTheFuture) {
  finished("old");
  clock.pass(48h);
  auto parts = with();
  parts.latest_on_disk = [&] { return std::optional(wall.now() + 1h); };
  auto rules = retention(parts);
  EXPECT_THAT(rules.sweep().deleted, IsEmpty());
}

TEST_F(RetentionTest, DeletesTheOldestFirstAndNotAllAtOnce) {
  finished_many(30);
  auto rules = retention();
  clock.pass(48h);

  EXPECT_EQ(rules.sweep().deleted.size(), 3u);
  EXPECT_EQ(rules.sweep().left, 25u);
  EXPECT_EQ(episodes.newest(100)->size(), 25u);
}

TEST(MostInASweep, IsATenthOrTwiceWhatFallsDueInAnHour) {
  EXPECT_EQ(most_in_a_sweep(0, 24h), 2u);
  EXPECT_EQ(most_in_a_sweep(10, 720h), 2u);
  EXPECT_EQ(most_in_a_sweep(1000, 720h), 100u);
  EXPECT_EQ(most_in_a_sweep(1000, 10h), 200u);
  EXPECT_EQ(most_in_a_sweep(1000, 1h), 2000u);
}

TEST_F(RetentionTest, WhatACrashLeftOfADeletionGoesAtTheNextStart) {
  finished("abc");
  the_server_dies();
  ASSERT_TRUE(folders.put_away(id("abc")));

  come_back();
  ASSERT_TRUE(workshop->recover());

  EXPECT_FALSE(episodes.find(id("abc")));
  EXPECT_FALSE(fs::exists(folders.uploads / ".trash"));
  EXPECT_FALSE(fs::exists(folders.clips / ".trash"));
}

TEST_F(RetentionTest, AnEpisodeThatIsOnlyMissingOnDiskIsNotForgotten) {
  finished("abc");
  the_server_dies();
  fs::remove_all(folders.episode(id("abc")));

  come_back();
  ASSERT_TRUE(workshop->recover());

  EXPECT_TRUE(episodes.find(id("abc")));
  EXPECT_TRUE(fs::exists(folders.clips_of(id("abc"))));
}

}  // namespace
}  // namespace podpromo
