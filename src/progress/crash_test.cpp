#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "progress/progress_board.hpp"
#include "progress/progress_file.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

const EpisodeId kId = *EpisodeId::parse("abc");

// Changes stage with every update, so that every update is written at once; tells the parent once a round.
[[noreturn]] void update_for_ever(const DataFolders& folders, int told) {
  const SystemClock clock;
  ProgressBoard board(folders, clock);
  board.begin({kId, 1}, {.stage = "queued", .percent = 2, .message = ""});
  for (int i = 0;; ++i) {
    board.update({kId, 1}, {.stage = "stage" + std::to_string(i), .percent = i % 90, .message = "m"});
    if (!board.flush(kId)) ::_exit(1);
    if (::write(told, "x", 1) < 0) ::_exit(1);
  }
}

void kill_after(const DataFolders& folders, int rounds) {
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = ::fork();
  if (child == 0) update_for_ever(folders, told[1]);
  char round = 0;
  for (int i = 0; i < rounds; ++i) ASSERT_EQ(::read(told[0], &round, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(told[0]);
  ::close(told[1]);
}

TEST(ProgressCrash, AlwaysLeavesAWholeFile) {
  const TestFolder folder;
  const DataFolders folders = folder.folders();
  for (int rounds = 1; rounds <= 30; ++rounds) {
    kill_after(folders, rounds);
    const auto stored = read_progress_file(folders.progress(kId));
    ASSERT_TRUE(stored);
    ASSERT_TRUE(stored->progress) << rounds;
    ASSERT_FALSE(stored->damaged) << rounds;
  }
}

TEST(ProgressCrash, LeavesNoDraftsAfterTheNextStart) {
  const TestFolder folder;
  const DataFolders folders = folder.folders();
  kill_after(folders, 5);
  folders.empty_trash();
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folders.episode(kId))) ++files;
  EXPECT_EQ(files, 1U);
}

}  // namespace

}  // namespace podpromo
