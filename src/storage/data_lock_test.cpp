#include "storage/data_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

TEST(DataLock, RefusesASecondServerAndSaysWhatToDo) {
  const TestFolder folder;
  const auto first = DataLock::take(folder.folders(), 0ms);
  ASSERT_TRUE(first);
  const auto second = DataLock::take(folder.folders(), 0ms);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::conflict);
  EXPECT_EQ(second.error().reason, "another PodPromo server is running on the same data folders");
  EXPECT_NE(second.error().remedy.find("UPLOAD_DIR"), std::string::npos);
}

TEST(DataLock, RefusesOneThatSharesOnlyOneOfTheFolders) {
  const TestFolder folder;
  const auto first = DataLock::take(folder.folders(), 0ms);
  DataFolders other = folder.folders();
  other.uploads = folder / "elsewhere";
  EXPECT_EQ(DataLock::take(other, 0ms).error().fault, Fault::conflict);
}

TEST(DataLock, IsFreeAgainWhenItsHolderIsGone) {
  const TestFolder folder;
  {
    ASSERT_TRUE(DataLock::take(folder.folders(), 0ms));
  }
  EXPECT_TRUE(DataLock::take(folder.folders(), 0ms));
}

TEST(DataLock, IsFreeAgainWhenItsHolderWasKilled) {
  const TestFolder folder;
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = DataLock::take(folder.folders(), 0ms);
    if (!held || ::write(told[1], "x", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char held = 0;
  ASSERT_EQ(::read(told[0], &held, 1), 1);
  EXPECT_FALSE(DataLock::take(folder.folders(), 0ms));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(told[0]);
  ::close(told[1]);
  EXPECT_TRUE(DataLock::take(folder.folders(), 0ms));
}

}  // namespace

}  // namespace podpromo
