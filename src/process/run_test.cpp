#include "process/run.hpp"

#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

constexpr std::uint64_t kMebibyte = 1 << 20;

// Several small programs in one, for tests that need a child with children of its own. They run at our own priority,
// so that a busy machine doesn't hold up tests that measure time.
Command shell(std::string script, Limits limits = {}) {
  limits.low_priority = false;
  return {.program = "sh", .arguments = {"-c", std::move(script)}, .limits = limits};
}

// A killed process is on its way out but may need a moment longer than the call that killed it.
bool ended(const std::string& process) {
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, std::stoi(process), 0));
  if (watch < 0) return true;
  pollfd watched{watch, POLLIN, 0};
  const bool over = ::poll(&watched, 1, 5000) == 1;
  ::close(watch);
  return over;
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

class PrivateFolder : public testing::Test {
 protected:
  PrivateFolder() {
    std::string name = (fs::temp_directory_path() / "podpromo-run-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~PrivateFolder() override { fs::remove_all(folder_); }
  fs::path folder_;
};

using RunInFolder = PrivateFolder;

}  // namespace

TEST(Run, ReturnsWhatTheProgramPrints) {
  const auto done = run({.program = "echo", .arguments = {"hello", "big world"}});
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(done->output, "hello big world\n");
  EXPECT_EQ(done->exit_code, 0);
}

TEST(Run, PassesArgumentsThatAShellWouldInterpretAsTheyStand) {
  const auto done = run({.program = "printf", .arguments = {"%s|", "$(id)", "a b", "", "*", "';"}});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "$(id)|a b||*|';|");
}

TEST(Run, ReportsTheExitCodeAsNoFailure) {
  const auto done = run(shell("exit 7"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->exit_code, 7);
}

TEST(Run, Reports128PlusTheSignalThatEndedIt) {
  const auto done = run(shell("kill -SEGV $$"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->exit_code, 128 + SIGSEGV);
}

TEST(Run, FailsWithUnavailableWhenThereIsNoSuchProgram) {
  const auto done = run({.program = "no-such-program"});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::unavailable);
  EXPECT_EQ(done.error().reason, "the program no-such-program is not installed");
  EXPECT_EQ(done.error().remedy, "Install no-such-program and try again.");
}

TEST_F(RunInFolder, FailsWithUnavailableWhenTheFileCantBeExecuted) {
  const fs::path program = folder_ / "nonsense";
  std::ofstream(program) << "#!/no/such/interpreter\n";
  fs::permissions(program, fs::perms::owner_all);
  const auto done = run({.program = program.string()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::unavailable);
  EXPECT_EQ(done.error().detail, "No such file or directory");
}

TEST_F(RunInFolder, RunsInTheWorkingFolder) {
  const auto done = run({.program = "pwd", .working_folder = folder_});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, folder_.string() + "\n");
}

TEST(Run, HandsOverStandardOutputInsteadOfKeepingIt) {
  std::string taken;
  const auto done = run(shell("echo one; echo two"),
                        {.on_output = [&](std::span<const char> bytes) { taken.append(bytes.data(), bytes.size()); }});
  ASSERT_TRUE(done);
  EXPECT_EQ(taken, "one\ntwo\n");
  EXPECT_EQ(done->output, "");
}

TEST(Run, HandsOverErrorLinesWhetherTheyEndInNewlineOrReturnOrNotAtAll) {
  std::vector<std::string> lines;
  const auto done = run(shell(R"(printf 'frame=1\rframe=2\r\nlast' >&2)"),
                        {.on_error_line = [&](std::string_view line) { lines.emplace_back(line); }});
  ASSERT_TRUE(done);
  EXPECT_THAT(lines, ElementsAre("frame=1", "frame=2", "last"));
  EXPECT_EQ(done->error_tail, "frame=1\rframe=2\r\nlast");
}

TEST(Run, KeepsOnlyTheTailOfALongErrorStream) {
  const auto done = run(shell("seq 100000 >&2"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->error_tail.size(), 4096u);
  EXPECT_TRUE(done->error_tail.ends_with("\n100000\n"));
}

TEST(Run, FailsWithTooLargeInsteadOfKeepingEndlessOutput) {
  const auto done = run({.program = "yes"});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::too_large);
}

TEST(Run, FeedsABigStreamAndReadsItBackAtTheSameTime) {
  constexpr std::size_t kBytes = 64 * kMebibyte;
  std::size_t fed = 0;
  std::size_t came_back = 0;
  const auto done =
      run({.program = "cat"}, {.on_output = [&](std::span<const char> bytes) { came_back += bytes.size(); },
                               .input =
                                   [&](std::span<char> space) {
                                     const std::size_t now = std::min(space.size(), kBytes - fed);
                                     std::fill_n(space.begin(), now, 'x');
                                     fed += now;
                                     return now;
                                   }});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->exit_code, 0);
  EXPECT_EQ(came_back, kBytes);
}

TEST(Run, SurvivesAProgramThatStopsReading) {
  const auto done = run({.program = "head", .arguments = {"-c", "3"}}, {.input = [](std::span<char> space) {
                          std::ranges::fill(space, 'x');
                          return space.size();
                        }});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "xxx");
}

TEST(Run, GivesAnEmptyStandardInputWhenNothingIsToBeFed) {
  const auto done = run({.program = "wc", .arguments = {"-c"}});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "0\n");
}

TEST(Run, StopsAtTheDeadlineWithTheGrandchildrenToo) {
  std::string grandchild;
  const auto done =
      run(shell("sleep 300 & echo $!; wait", {.deadline = 3s}),
          {.on_output = [&](std::span<const char> bytes) { grandchild.append(bytes.data(), bytes.size()); }});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::timed_out);
  ASSERT_THAT(grandchild, EndsWith("\n"));
  grandchild.pop_back();
  EXPECT_TRUE(ended(grandchild));
}

TEST(Run, StopsAtTheDeadlineThoughTheProgramNeverPauses) {
  const auto begin = std::chrono::steady_clock::now();
  const auto done = run({.program = "yes", .limits = {.deadline = 300ms}}, {.on_output = [](std::span<const char>) {}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
}

TEST(Run, LeavesNoGrandchildAfterAnOrdinaryEnd) {
  const auto done = run(shell("sleep 300 & echo $!"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->exit_code, 0);
  EXPECT_LT(done->took, 10s);
  EXPECT_TRUE(ended(done->output.substr(0, done->output.size() - 1)));
}

TEST(Run, DoesNotWaitForAGrandchildThatFledTheGroupAndHoldsThePipe) {
  const auto done = run(shell("setsid sleep 20 & sleep 0.2; echo done"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "done\n");
  EXPECT_LT(done->took, 15s);
}

TEST(Run, LosesNothingOfAProgramThatEndedLongAgo) {
  std::size_t got = 0;
  const auto done = run(shell("head -c 1000000 /dev/zero"), {.on_output = [&](std::span<const char> bytes) {
                          got += bytes.size();
                          std::this_thread::sleep_for(600ms);
                        }});
  ASSERT_TRUE(done);
  EXPECT_EQ(got, 1'000'000u);
}

TEST(Run, HearsOnlySoMuchOfAGrandchildThatFledAndGoesOnTalking) {
  const auto done = run(shell("setsid yes & sleep 0.2; echo done >&2"), {.on_output = [](std::span<const char>) {}});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->error_tail, "done\n");
}

TEST(Run, StopsAProgramThatFallsSilent) {
  const auto done = run(shell("echo busy; sleep 300", {.no_output = 300ms}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::timed_out);
  EXPECT_THAT(done.error().reason, HasSubstr("stopped making progress"));
}

TEST(Run, LetsASlowProgramGoOnWhileItTalks) {
  const auto done = run(shell("for i in 1 2 3 4 5 6 7; do echo $i >&2; sleep 1; done", {.no_output = 5s}));
  ASSERT_TRUE(done) << done.error().reason;
  EXPECT_EQ(done->exit_code, 0);
}

TEST(Run, CancelsGently) {
  std::stop_source source;
  std::vector<std::string> lines;
  const auto done = run(shell("trap 'echo farewell >&2; exit' TERM; echo ready; sleep 300 & wait"),
                        {.on_output = [&](std::span<const char>) { source.request_stop(); },
                         .on_error_line = [&](std::string_view line) { lines.emplace_back(line); }},
                        source.get_token());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::cancelled);
  EXPECT_THAT(lines, ElementsAre("farewell"));
}

TEST(Run, CancelsThoughTheProgramIgnoresIt) {
  std::stop_source source;
  std::chrono::steady_clock::time_point asked;
  const auto done = run(shell("trap '' TERM; while :; do echo busy; done"),
                        {.on_output =
                             [&](std::span<const char>) {
                               asked = std::chrono::steady_clock::now();
                               source.request_stop();
                             }},
                        source.get_token());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 15s);
}

TEST(Run, CancelsFromAnotherThread) {
  std::stop_source source;
  std::jthread other;
  const auto done =
      run(shell("echo ready; sleep 300"),
          {.on_output = [&](std::span<const char>) { other = std::jthread([&source] { source.request_stop(); }); }},
          source.get_token());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::cancelled);
}

TEST_F(RunInFolder, StartsNothingWhenAlreadyCancelled) {
  std::stop_source source;
  source.request_stop();
  const auto done = run({.program = "touch", .arguments = {(folder_ / "trace").string()}}, {}, source.get_token());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::cancelled);
  EXPECT_FALSE(fs::exists(folder_ / "trace"));
}

TEST(Run, HoldsTheProgramToItsMemory) {
  const auto done = run({.program = "env",
                         .arguments = {"LC_ALL=C", "dd", "if=/dev/zero", "of=/dev/null", "bs=256M", "count=1"},
                         .limits = {.memory_bytes = 64 * kMebibyte}});
  ASSERT_TRUE(done);
  EXPECT_NE(done->exit_code, 0);
  EXPECT_THAT(done->error_tail, HasSubstr("memory exhausted"));
}

TEST_F(RunInFolder, HoldsTheProgramToItsFileSize) {
  const fs::path file = folder_ / "big";
  const auto done = run({.program = "dd",
                         .arguments = {"if=/dev/zero", "of=" + file.string(), "bs=64K", "count=64"},
                         .limits = {.file_bytes = kMebibyte}});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->exit_code, 128 + SIGXFSZ);
  EXPECT_EQ(fs::file_size(file), kMebibyte);
}

// Its nice value and its scheduling policy, where 5 is SCHED_IDLE.
std::string priority_of_a_program() {
  const auto done = run({.program = "cut", .arguments = {"-d", " ", "-f19,41", "/proc/self/stat"}});
  return done ? done->output : done.error().reason;
}

TEST(Run, GivesWayToEverythingElse) { EXPECT_EQ(priority_of_a_program(), "19 5\n"); }

// The test itself may have been started with a low priority, which a program keeps.
TEST(Run, GivesWayALittleWhereSomebodyWaitsForIt) {
  let_programs_give_way(GivesWay::a_little);
  const auto told = priority_of_a_program();
  let_programs_give_way(GivesWay::to_everything);
  EXPECT_EQ(told, fmt::format("{} {}\n", std::max(10, ::getpriority(PRIO_PROCESS, 0)), ::sched_getscheduler(0)));
}

TEST(Run, GivesTheProgramUntouchedSignalsAndNoOtherDescriptors) {
  const int leaky = ::dup(1);  // as a library might, without close-on-exec
  const auto done = run(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd | wc -l"));
  ::close(leaky);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output,
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n4\n");  // 0, 1, 2 and the listing's own
}

TEST(Run, LeadsAProcessGroupOfItsOwn) {
  const auto done = run(shell("cut -d' ' -f5 /proc/$$/stat; echo $$"));
  ASSERT_TRUE(done);
  const auto half = done->output.find('\n') + 1;
  EXPECT_EQ(done->output.substr(0, half), done->output.substr(half));
}

TEST(Run, DiesWithUs) {
  std::array<int, 2> told{};
  ASSERT_EQ(::pipe(told.data()), 0);
  const pid_t us = ::fork();
  if (us == 0) {
    const auto tell = [&](std::span<const char> bytes) { (void)!::write(told[1], bytes.data(), bytes.size()); };
    ::_exit(run(shell("echo $$; exec sleep 300"), {.on_output = tell}) ? 0 : 1);
  }
  std::array<char, 32> child{};
  ASSERT_GT(::read(told[0], child.data(), child.size()), 0);
  ::kill(us, SIGKILL);
  ::waitpid(us, nullptr, 0);
  EXPECT_TRUE(ended(child.data()));
  for (const int descriptor : told) ::close(descriptor);
}

TEST(Run, LeaksNoDescriptors) {
  const std::size_t before = open_descriptors();
  EXPECT_TRUE(run({.program = "true"}));
  EXPECT_FALSE(run({.program = "no-such-program"}));
  EXPECT_FALSE(run(shell("sleep 300", {.deadline = 50ms})));
  EXPECT_TRUE(run({.program = "cat"}, {.input = [](std::span<char>) { return std::size_t{0}; }}));
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Run, LetsAnExceptionOfACallerPassAndStillEndsTheProgram) {
  std::string child;
  const auto give_up = [&](std::span<const char> bytes) {
    child.assign(bytes.data(), bytes.size() - 1);
    throw std::runtime_error("enough");
  };
  EXPECT_THROW(EXPECT_FALSE(run(shell("echo $$; sleep 300"), {.on_output = give_up})), std::runtime_error);
  EXPECT_TRUE(ended(child));
}

TEST(Run, RunsManyAtOnce) {
  std::vector<std::jthread> threads;
  std::vector<std::string> outputs(16);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    threads.emplace_back([&outputs, i] {
      const auto done =
          run(shell("cat; echo " + std::to_string(i)), {.input = [](std::span<char>) { return std::size_t{0}; }});
      outputs[i] = done ? done->output : done.error().detail;
    });
  threads.clear();
  for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_EQ(outputs[i], std::to_string(i) + "\n");
}

}  // namespace podpromo
