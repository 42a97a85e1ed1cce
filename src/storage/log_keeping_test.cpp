#include "storage/log_keeping.hpp"

#include <gtest/gtest.h>

#include "storage/fake_episode_store.hpp"
#include "storage/folder_watch.hpp"
#include "storage/log.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

class LogKeeping : public testing::Test {
 protected:
  LogKeeping() { EXPECT_TRUE(folders.make()); }
  void log_of(const EpisodeId& id, std::chrono::hours age, std::size_t bytes = 10) {
    ASSERT_TRUE(write_durably(folders.log(id), std::string(bytes, 'x')));
    fs::last_write_time(folders.log(id), fs::file_time_type::clock::now() - age);
  }
  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeEpisodeStore episodes;
  const EpisodeId known = EpisodeId::random();
  const EpisodeId unknown = EpisodeId::random();
};

TEST_F(LogKeeping, DeletesLogsOfEpisodesThatAreNoMore) {
  ASSERT_TRUE(episodes.add({.id = known}));
  log_of(known, std::chrono::hours(48));
  log_of(unknown, std::chrono::hours(48));
  ASSERT_TRUE(write_durably(folders.older_log(unknown), "x"));

  EXPECT_EQ(bound_logs(folders.logs, episodes), 1u);

  EXPECT_TRUE(fs::exists(folders.log(known)));
  EXPECT_FALSE(fs::exists(folders.log(unknown)));
  // Too young to be sure.
  EXPECT_TRUE(fs::exists(folders.older_log(unknown)));
}

TEST_F(LogKeeping, LeavesWhatIsNotOurs) {
  for (const char* name : {"nginx.log", "abc.log", "notes.txt"})
    ASSERT_TRUE(write_durably(folders.logs / name, std::string(100, 'x')));
  EXPECT_EQ(bound_logs(folders.logs, episodes, 1), 0u);
}

TEST_F(LogKeeping, DeletesTheOldestWhenThereIsTooMuch) {
  ASSERT_TRUE(episodes.add({.id = known}));
  ASSERT_TRUE(episodes.add({.id = unknown}));
  log_of(known, std::chrono::hours(1), 60);
  log_of(unknown, std::chrono::hours(2), 60);

  EXPECT_EQ(bound_logs(folders.logs, episodes, 100), 1u);

  EXPECT_TRUE(fs::exists(folders.log(known)));
}

TEST_F(LogKeeping, ALogThatIsFullGoesOnInANewFile) {
  EpisodeLog log(folders.log(known), known);
  for (int i = 0; i < 1200; ++i) log.line(std::string(2000, 'x'));
  EXPECT_LE(fs::file_size(folders.log(known)), 1u << 20);
  EXPECT_LE(fs::file_size(folders.older_log(known)), 1u << 20);
}

TEST_F(LogKeeping, FoldersAreTriedAgainAfterAWhile) {
  FakeClock clock;
  FolderWatch watch(folders, clock);
  EXPECT_TRUE(watch.seen()[2].writable);
  fs::remove_all(folders.logs);
  EXPECT_TRUE(watch.seen()[2].writable);
  clock.pass(std::chrono::seconds(10));
  EXPECT_FALSE(watch.seen()[2].writable);
  EXPECT_EQ(watch.seen()[2].setting, "LOGS_DIR");
}

}  // namespace
}  // namespace podpromo
