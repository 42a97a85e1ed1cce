#include "storage/sqlite/database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>
#include <vector>

#include "storage/sqlite/connection.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

EpisodeId id(const std::string& text) { return *EpisodeId::parse(text); }

Episode episode(const std::string& name) {
  return {.id = id(name), .title = name, .filename = name + ".mp3", .extension = "mp3", .bytes = 1};
}

TEST(Database, RemembersAcrossOpenings) {
  const TestFolder folder;
  const FakeClock clock;
  {
    const auto database = open_database(folder / "podpromo.db", clock);
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->episodes().add(episode("a")));
    ASSERT_TRUE((*database)->jobs().put(id("a")));
  }
  const auto database = open_database(folder / "podpromo.db", clock);
  ASSERT_TRUE(database);
  EXPECT_TRUE((*database)->episodes().find(id("a")));
  EXPECT_EQ((*(*database)->jobs().claim(1min))->episode, id("a"));
}

TEST(Database, SaysWhatToDoAboutADamagedFile) {
  const TestFolder folder;
  ASSERT_TRUE(write_durably(folder / "podpromo.db", std::string(8192, 'x')));
  const auto database = open_database(folder / "podpromo.db", FakeClock());
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().reason, "the database is damaged");
  EXPECT_NE(database.error().remedy.find("move podpromo.db"), std::string::npos);
}

TEST(Database, SaysDeniedWhereItMayNotWrite) {
  const TestFolder folder;
  ASSERT_TRUE(make_folder(folder / "podpromo.db"));
  const auto database = open_database(folder / "podpromo.db", FakeClock());
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().fault, Fault::denied);
}

// What the first version made, as its tables were then, with a job of each kind.
constexpr std::array kOfTheFirstVersion{
    "CREATE TABLE episodes(id TEXT PRIMARY KEY, title TEXT NOT NULL, show TEXT NOT NULL, filename TEXT NOT NULL,"
    " extension TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, created_ms INTEGER NOT NULL,"
    " wishes TEXT NOT NULL, outline TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX episodes_by_age ON episodes(created_ms DESC, id)",
    "CREATE TABLE jobs(episode TEXT PRIMARY KEY REFERENCES episodes(id) ON DELETE CASCADE, state TEXT NOT NULL,"
    " attempt INTEGER NOT NULL, turn INTEGER NOT NULL, lease_ms INTEGER NOT NULL, crashes INTEGER NOT NULL,"
    " furthest INTEGER NOT NULL, error TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX jobs_by_turn ON jobs(state, turn)",
    "CREATE TABLE clips(id TEXT PRIMARY KEY, episode TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,"
    " position INTEGER, title TEXT) STRICT, WITHOUT ROWID",
    "CREATE INDEX clips_by_episode ON clips(episode)",
    "INSERT INTO episodes "
    "VALUES('a','A','','a.mp3','mp3',1,'',1,'{}','{}'),('b','B','','b.mp3','mp3',1,'',2,'{}','{}'),"
    "('c','C','','c.mp3','mp3',1,'',3,'{}','{}')",
    "INSERT INTO jobs VALUES('a','failed',3,1,0,1,50,'why'),('b','running',2,2,9,1,20,''),('c','waiting',1,3,0,0,0,'')",
    "INSERT INTO clips VALUES('0123456789abcdef','a',0,'Chosen')",
    "PRAGMA user_version=1",
};

TEST(Database, TakesOverWhatTheFirstVersionLeft) {
  const TestFolder folder;
  const FakeClock clock;
  {
    auto old = Connection::open(folder / "podpromo.db", Connection::Mode::write);
    ASSERT_TRUE(old);
    for (const char* sql : kOfTheFirstVersion) ASSERT_TRUE(old->run(sql));
  }
  for (int opening = 1; opening <= 2; ++opening) {
    const auto database = open_database(folder / "podpromo.db", clock);
    ASSERT_TRUE(database) << database.error().detail;
    JobQueue& jobs = (*database)->jobs();
    EXPECT_EQ((*jobs.latest(id("a")))->error, "why");
    EXPECT_EQ((*jobs.latest(id("a")))->job.attempt, 3);
    EXPECT_EQ((*database)->episodes().chosen_titles(id("a"))->size(), 1U);
    ASSERT_EQ(jobs.live()->size(), 2U);
    EXPECT_EQ(jobs.live()->front().tries, 0);
    EXPECT_GT(jobs.live()->front().since.time_since_epoch().count(), 0);
    EXPECT_EQ(jobs.paused(), false);
  }
  const auto database = open_database(folder / "podpromo.db", clock);
  EXPECT_EQ((*database)->jobs().sweep({.all = true})->size(), 1U);
  EXPECT_EQ((*(*database)->jobs().claim(1min))->episode, id("b"));
}

TEST(Database, RefusesWhatALaterVersionMade) {
  const TestFolder folder;
  {
    auto later = Connection::open(folder / "podpromo.db", Connection::Mode::write);
    ASSERT_TRUE(later->run("PRAGMA user_version=99"));
  }
  const auto database = open_database(folder / "podpromo.db", FakeClock());
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().reason, "the database was made by a later version of PodPromo");
}

TEST(Database, StaysPausedAcrossOpenings) {
  const TestFolder folder;
  const FakeClock clock;
  ASSERT_TRUE((*open_database(folder / "podpromo.db", clock))->jobs().pause(true));
  EXPECT_EQ((*open_database(folder / "podpromo.db", clock))->jobs().paused(), true);
}

TEST(Database, KeepsTheOthersWhenOneWriteOfAGroupFails) {
  const TestFolder folder;
  const FakeClock clock;
  const auto database = *open_database(folder / "podpromo.db", clock);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i)
      threads.emplace_back([&, i] {
        EXPECT_TRUE(database->episodes().add(episode("e" + std::to_string(i))));
        EXPECT_FALSE(database->jobs().put(id("none")));
        EXPECT_TRUE(database->jobs().put(id("e" + std::to_string(i))));
      });
  }
  EXPECT_EQ(database->episodes().newest(100)->size(), 16U);
  EXPECT_EQ(database->jobs().waiting(), 16U);
}

// Writes in the child end by SIGKILL; what it told the parent before must be there.
TEST(Database, KeepsWhatItAcknowledgedWhenKilled) {
  const TestFolder folder;
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const FakeClock clock;
    const auto database = *open_database(folder / "podpromo.db", clock);
    for (int i = 0;; ++i) {
      if (!database->episodes().add(episode("e" + std::to_string(i)))) ::_exit(1);
      if (::write(told[1], &i, sizeof i) < 0) ::_exit(1);
    }
  }
  int last = 0;
  while (last < 50) ASSERT_EQ(::read(told[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(told[1]);
  for (int next = 0; ::read(told[0], &next, sizeof next) == sizeof next;) last = next;
  ::close(told[0]);

  const FakeClock clock;
  const auto database = *open_database(folder / "podpromo.db", clock);
  EXPECT_GE(database->episodes().newest(1'000'000)->size(), static_cast<std::size_t>(last) + 1);
}

}  // namespace

}  // namespace podpromo
