// The jail as seen from inside: a program tries, one by one, what a hijacked decoder would.
#include "process/jail.hpp"

#include "process/run.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace podpromo {

namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

bool stands(std::string_view name) {
  for (const JailWall& wall : jail_walls())
    if (wall.name == name) return wall.stands;
  return false;
}

class Jailed : public testing::Test {
 protected:
  Jailed() {
    std::string name = (fs::temp_directory_path() / "podpromo-jail-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    std::ofstream(folder_ / "episode.mp3") << "sound";
    std::ofstream(folder_ / "other.mp3") << "secret";
    fs::create_directory(folder_ / "out");
  }
  ~Jailed() override { fs::remove_all(folder_); }

  static Result<Finished> act(std::vector<std::string> words, Jail jail = {}, Limits limits = {}) {
    limits.low_priority = false;
    return run(
        {.program = PODPROMO_PRISONER, .arguments = std::move(words), .limits = limits, .jail = std::move(jail)});
  }
  // The last line of what the prisoner says: "done" or the name of an error.
  static std::string said(std::vector<std::string> words, Jail jail = {}, Limits limits = {}) {
    const auto finished = act(std::move(words), std::move(jail), limits);
    if (!finished) return finished.error().reason + ": " + finished.error().detail;
    return finished->output.substr(0, finished->output.find('\n'));
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  fs::path folder_;
};

std::uint64_t our_privileges() {
  constexpr std::string_view kName = "CapEff:\t";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(kName)) return std::stoull(line.substr(kName.size()), nullptr, 16);
  return 0;
}

class JailedByLandlock : public Jailed {
 protected:
  void SetUp() override {
    if (!stands("Landlock")) GTEST_SKIP() << "This kernel has no Landlock.";
  }
};

class JailedBySeccomp : public Jailed {
 protected:
  void SetUp() override {
    if (!stands("seccomp")) GTEST_SKIP() << "This kernel has no filters for system calls.";
  }
};

}  // namespace

TEST_F(Jailed, ReadsWhatItMayRead) {
  EXPECT_EQ(said({"read", path("episode.mp3")}, {.reads = {path("episode.mp3")}}), "done");
  EXPECT_EQ(said({"read", path("other.mp3")}, {.reads = {folder_}}), "done");
}

TEST_F(Jailed, WritesWhatItMayWrite) {
  EXPECT_EQ(said({"write", path("out/new.mp4")}, {.writes = {path("out")}}), "done");
  EXPECT_EQ(said({"delete", path("out/new.mp4")}, {.writes = {path("out")}}), "done");
  EXPECT_EQ(said({"write", path("other.mp3")}, {.writes = {path("other.mp3")}}), "done");
  EXPECT_EQ(said({"read", path("other.mp3")}, {.writes = {path("other.mp3")}}), "done");
}

TEST_F(Jailed, StartsThreads) { EXPECT_EQ(said({"thread"}), "done"); }

TEST_F(Jailed, MayGiveUp) {
  const auto finished = act({"abort"});
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->exit_code, 128 + SIGABRT);
}

TEST_F(Jailed, StartsThoughAPlaceIsNotThere) {
  EXPECT_EQ(said({"read", path("none.mp3")}, {.reads = {path("none.mp3")}, .writes = {path("none")}}), "ENOENT");
}

TEST_F(Jailed, SeesNothingOfOurEnvironment) {
  ::setenv("PODPROMO_SECRET", "signing key", 1);
  const auto finished = act({"environment"});
  ::unsetenv("PODPROMO_SECRET");
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->output, "LC_ALL=C.UTF-8\ndone\n");
}

TEST_F(Jailed, UsesNoMoreMemoryThanItMay) {
  const Limits limits{.memory_bytes = 100 << 20};
  EXPECT_EQ(said({"memory", "20"}, {}, limits), "done");
  EXPECT_EQ(said({"memory", "200"}, {}, limits), "ENOMEM");
}

TEST_F(Jailed, OpensNoMoreFilesThanItMay) {
  const Limits limits{.open_files = 16};
  EXPECT_EQ(said({"open", "10"}, {}, limits), "done");
  EXPECT_EQ(said({"open", "20"}, {}, limits), "EMFILE");
}

TEST_F(Jailed, UsesNoMoreProcessorTimeThanItMay) {
  const auto finished = act({"spin"}, {}, {.processor_time = std::chrono::seconds(1)});
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->exit_code, 128 + SIGXCPU);
}

// Root keeps only the right to read and write the files of other users, if root has it, which containers change.
TEST_F(Jailed, HasNoPrivilegesAndGetsNone) {
  const auto finished = act({"capabilities"}, {.reads = {"/proc"}});
  ASSERT_TRUE(finished);
  EXPECT_THAT(finished->output, HasSubstr("NoNewPrivs:\t1\n"));
  EXPECT_THAT(finished->output, HasSubstr(fmt::format("CapEff:\t{:016x}\n", our_privileges() & 6)));
  EXPECT_THAT(finished->output, HasSubstr("CapInh:\t0000000000000000\n"));
}

TEST_F(JailedByLandlock, ReadsNothingElse) {
  const Jail jail{.reads = {path("episode.mp3")}, .writes = {path("out")}};
  for (const std::string& file : {path("other.mp3"), std::string("/etc/passwd"), std::string("/proc/self/environ"),
                                  path("out/../other.mp3"), std::string("/etc/hostname")})
    EXPECT_EQ(said({"read", file}, jail), "EACCES") << file;
}

TEST_F(JailedByLandlock, WritesNothingElse) {
  const Jail jail{.reads = {path("episode.mp3")}, .writes = {path("out")}};
  for (const std::string& file : {path("episode.mp3"), path("other.mp3"), path("new"), std::string("/usr/new")})
    EXPECT_EQ(said({"write", file}, jail), "EACCES") << file;
  EXPECT_EQ(said({"delete", path("other.mp3")}, jail), "EACCES");
}

TEST_F(JailedByLandlock, FollowsNoLinkOutOfItsFolder) {
  fs::create_symlink(path("other.mp3"), folder_ / "out" / "link");
  EXPECT_EQ(said({"read", path("out/link")}, {.writes = {path("out")}}), "EACCES");
}

TEST_F(JailedBySeccomp, OpensNoSocketOfAnyKind) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK})
    EXPECT_EQ(said({"socket", std::to_string(family)}), "EPERM") << family;
  EXPECT_EQ(said({"pair"}), "EPERM");
  EXPECT_EQ(said({"ring"}), "EPERM");
}

TEST_F(JailedBySeccomp, ReachesNoOtherProcess) {
  const std::string us = std::to_string(::getpid());
  EXPECT_EQ(said({"trace", us}), "EPERM");
  EXPECT_EQ(said({"kill", us}), "EPERM");
  EXPECT_EQ(said({"signal thread", us}), "EPERM");
}

TEST_F(JailedBySeccomp, StartsNoOtherProgram) {
  EXPECT_EQ(said({"fork"}), "EPERM");
  EXPECT_THAT(said({"execute", "/bin/sh"}), AnyOf("EPERM", "EACCES"));
  EXPECT_EQ(said({"execute", PODPROMO_PRISONER}), "EPERM");
}

TEST_F(JailedBySeccomp, ChangesNothingAboutFilesOrTheSystem) {
  EXPECT_EQ(said({"chmod", path("episode.mp3")}, {.writes = {folder_}}), "EPERM");
  EXPECT_EQ(said({"mount"}), "EPERM");
  EXPECT_EQ(said({"type"}), "EPERM");
  EXPECT_EQ(said({"raise limit"}), "EPERM");
}

TEST_F(Jailed, IsSaidToHaveTwoWallsAndWhatTheyAreFor) {
  ASSERT_EQ(jail_walls().size(), 2u);
  for (const JailWall& wall : jail_walls()) EXPECT_THAT(std::string(wall.purpose), StartsWith("a media file reaches"));
}

// Nobody is anybody here: what the tests above try as root they try again as a plain user.
TEST_F(JailedByLandlock, HoldsAPlainUserToo) {
  if (::geteuid() != 0) GTEST_SKIP() << "These tests are run by a plain user already.";
  const auto as_nobody = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"--reuid=65534", "--regid=65534", "--clear-groups"});
    return run({.program = "setpriv", .arguments = std::move(words), .limits = {.low_priority = false}});
  };
  const std::string these_tests = fs::read_symlink("/proc/self/exe").string();
  const auto reached = as_nobody({"test", "-x", these_tests});
  ASSERT_TRUE(reached);
  if (reached->exit_code != 0) GTEST_SKIP() << "A plain user can't reach the folder that these tests are in.";
  const auto finished = as_nobody({these_tests, "--gtest_filter=Jailed*.*-*PlainUser*"});
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->exit_code, 0) << finished->output;
}

}  // namespace podpromo
