#include "storage/sqlite/database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>
#include <vector>

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
