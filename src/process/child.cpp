#include "process/child.hpp"

#include "process/cell.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

namespace fs = std::filesystem;

constexpr int kAboveStandardStreams = 3;
constexpr int kLowest = 19;
constexpr int kALittle = 10;
constexpr int kPipeBytes = 1 << 20;  // what an unprivileged process may ask for; fewer wake-ups than 64 KiB

std::atomic<GivesWay> how_programs_give_way = GivesWay::to_everything;

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

// The child copies its ends onto 0, 1 and 2, so none of them may be one of these already, as happens when we
// ourselves were started without standard streams.
Done move_above_standard_streams(FileDescriptor& end) {
  if (end.get() >= kAboveStandardStreams) return {};
  FileDescriptor moved(::fcntl(end.get(), F_DUPFD_CLOEXEC, kAboveStandardStreams));
  if (!moved) return failure(system_error("make a pipe", errno));
  end = std::move(moved);
  return {};
}

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failure(system_error("make a pipe", errno));
  Pipe pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
  PODPROMO_TRY(move_above_standard_streams(pipe.read));
  PODPROMO_TRY(move_above_standard_streams(pipe.write));
  return pipe;
}

// Without input, the read end is the null device and there is no write end.
Result<Pipe> make_input(bool with_input) {
  if (with_input) return make_pipe();
  Pipe nothing{FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)), {}};
  if (!nothing.read) return failure(system_error("open the null device", errno));
  PODPROMO_TRY(move_above_standard_streams(nothing.read));
  return nothing;
}

void make_nonblocking(const FileDescriptor& end) {
  ::fcntl(end.get(), F_SETFL, ::fcntl(end.get(), F_GETFL) | O_NONBLOCK);
  ::fcntl(end.get(), F_SETPIPE_SZ, kPipeBytes);
}

bool is_executable(const fs::path& file) {
  struct stat facts{};
  return ::stat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && ::access(file.c_str(), X_OK) == 0;
}

// Empty entries of PATH would mean the current folder, where uploads may lie; they are skipped.
std::optional<fs::path> find_program(const std::string& name) {
  if (name.contains('/')) return is_executable(name) ? std::optional(fs::absolute(name)) : std::nullopt;
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    if (fs::path file = fs::path(folder) / name; !folder.empty() && is_executable(file)) return file;
  }
  return std::nullopt;
}

struct ResourceLimit {
  int resource;
  rlimit value;
};

ResourceLimit at_most(int resource, std::uint64_t value) {
  rlimit now{};
  ::getrlimit(static_cast<__rlimit_resource_t>(resource), &now);
  const rlim_t lowered = std::min<rlim_t>(value, now.rlim_max);
  return {resource, {lowered, lowered}};
}

// Everything the child needs, prepared before the fork: between fork and exec nothing may allocate or lock.
struct Plan {
  fs::path program;
  std::string folder;
  std::vector<char*> arguments;
  char** environment = environ;
  std::vector<ResourceLimit> limits;
  std::optional<Cell> cell;
  std::optional<GivesWay> gives_way = {};
  pid_t parent = 0;
  std::array<int, 3> streams{};
  int trouble = -1;  // where the child writes errno when it can't become the program
};

// What a jailed program gets instead of ours: nothing that names us, and the same language on every machine.
char** jail_environment() {
  static std::array language = std::to_array("LC_ALL=C.UTF-8");
  static std::array<char*, 2> all{language.data(), nullptr};
  return all.data();
}

std::vector<ResourceLimit> limits_of(const Limits& limits) {
  std::vector<ResourceLimit> all{at_most(RLIMIT_CORE, 0)};
  const auto add = [&](auto resource, std::uint64_t value) {
    if (value > 0) all.push_back(at_most(resource, value));
  };
  add(RLIMIT_AS, limits.memory_bytes);
  add(RLIMIT_FSIZE, limits.file_bytes);
  add(RLIMIT_NOFILE, limits.open_files);
  add(RLIMIT_CPU, static_cast<std::uint64_t>(limits.processor_time.count()));
  // The first second over it is the signal's that says why; at the hard limit comes SIGKILL, which could be anyone's.
  if (all.back().resource == RLIMIT_CPU) ++all.back().value.rlim_max;
  return all;
}

Plan plan_of(const Command& command, fs::path program) {
  Plan plan;
  plan.program = std::move(program);
  plan.folder = command.working_folder.string();
  // execve takes pointers to non-const for reasons of age and changes nothing.
  plan.arguments.push_back(const_cast<char*>(command.program.c_str()));
  for (const std::string& argument : command.arguments) plan.arguments.push_back(const_cast<char*>(argument.c_str()));
  plan.arguments.push_back(nullptr);
  plan.limits = limits_of(command.limits);
  if (command.jail) plan.environment = jail_environment();
  if (command.limits.low_priority) plan.gives_way = how_programs_give_way;
  plan.parent = ::getpid();
  return plan;
}

// Handlers of ours must not run in the child, and what we ignore (SIGPIPE) the program may rely on.
void forget_our_signals() {
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &standard, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// A lower priority is a courtesy: when the system refuses it, the work is still wanted.
void give_way_as(GivesWay how) {
  if (how == GivesWay::a_little) {
    // Who started us with less than that has a reason.
    ::setpriority(PRIO_PROCESS, 0, std::max(kALittle, ::getpriority(PRIO_PROCESS, 0)));
    return;
  }
  const sched_param parameters{};
  ::sched_setscheduler(0, SCHED_IDLE, &parameters);
  ::setpriority(PRIO_PROCESS, 0, kLowest);
}

// In the child, with only calls that are safe after the fork of a process with threads.
bool prepare(Plan& plan) {
  if (::setpgid(0, 0) != 0) return false;
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
  if (::getppid() != plan.parent) ::_exit(127);  // we died before the line above took effect
  for (int stream = 0; stream < 3; ++stream)
    if (::dup2(plan.streams[static_cast<std::size_t>(stream)], stream) < 0) return false;
  // Whatever any library opened without close-on-exec stays here.
  ::close_range(kAboveStandardStreams, ~0U, CLOSE_RANGE_CLOEXEC);
  if (!plan.folder.empty() && ::chdir(plan.folder.c_str()) != 0) return false;
  if (plan.gives_way) give_way_as(*plan.gives_way);
  forget_our_signals();
  // Late: until the exec what we occupy counts too, and a sanitizer that has to note more calls finds no memory left.
  for (const ResourceLimit& limit : plan.limits)
    if (::setrlimit(static_cast<__rlimit_resource_t>(limit.resource), &limit.value) != 0) return false;
  return !plan.cell || plan.cell->close(plan.program.c_str());
}

[[noreturn]] void become_program(Plan& plan) {
  if (prepare(plan)) ::execve(plan.program.c_str(), plan.arguments.data(), plan.environment);
  const int trouble = errno;
  // When even this write fails, the exit code 127 is all there is to tell.
  [[maybe_unused]] const ssize_t told = ::write(plan.trouble, &trouble, sizeof trouble);
  ::_exit(127);
}

// Forks with every signal blocked, so that none of our handlers can run in the child.
pid_t fork_quietly(Plan& plan) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t process = ::fork();
  if (process == 0) become_program(plan);
  const int trouble = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = trouble;
  return process;
}

// 0 once the program has been executed, else the child's errno.
int wait_for_exec(const FileDescriptor& trouble) {
  int error_number = 0;
  ssize_t got = 0;
  do got = ::read(trouble.get(), &error_number, sizeof error_number);
  while (got < 0 && errno == EINTR);
  return got == sizeof error_number ? error_number : 0;
}

std::unexpected<Error> cannot_start(const std::string& program, int error_number) {
  return failure(Fault::unavailable, fmt::format("the program {} can't be started", program),
                 fmt::format("Check that {} is installed and that there is memory left.", program),
                 std::system_category().message(error_number));
}

}  // namespace

void let_programs_give_way(GivesWay how) { how_programs_give_way = how; }

void give_way() { give_way_as(how_programs_give_way); }

Result<Child> Child::start(const Command& command, bool with_input) {
  const auto program = find_program(command.program);
  if (!program)
    return failure(Fault::unavailable, fmt::format("the program {} is not installed", command.program),
                   fmt::format("Install {} and try again.", command.program), "not found in PATH");
  PODPROMO_TRY(output, make_pipe());
  PODPROMO_TRY(errors, make_pipe());
  PODPROMO_TRY(trouble, make_pipe());
  PODPROMO_TRY(input, make_input(with_input));

  Plan plan = plan_of(command, *program);
  plan.streams = {input.read.get(), output.write.get(), errors.write.get()};
  plan.trouble = trouble.write.get();
  if (command.jail) {
    PODPROMO_TRY(cell, Cell::around(*command.jail, plan.program));
    plan.cell = std::move(cell);
  }

  Child child;
  child.process_ = fork_quietly(plan);
  if (child.process_ < 0) return cannot_start(command.program, errno);
  for (FileDescriptor* theirs : {&input.read, &output.write, &errors.write, &trouble.write}) theirs->reset();
  if (const int error_number = wait_for_exec(trouble.read); error_number != 0)
    return cannot_start(command.program, error_number);
  // Not yet reaped, so the number can't have gone to someone else.
  child.exited = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, child.process_, 0)));
  if (!child.exited) return cannot_start(command.program, errno);

  child.output = std::move(output.read);
  child.errors = std::move(errors.read);
  child.input = std::move(input.write);
  make_nonblocking(child.output);
  make_nonblocking(child.errors);
  if (child.input) make_nonblocking(child.input);
  return child;
}

Child::Child(Child&& other) noexcept
    : output(std::move(other.output)),
      errors(std::move(other.errors)),
      input(std::move(other.input)),
      exited(std::move(other.exited)),
      process_(std::exchange(other.process_, -1)) {}

Child::~Child() {
  if (process_ > 0) reap();
}

void Child::signal_group(int signal) const {
  if (process_ > 0) ::kill(-process_, signal);
}

int Child::reap() {
  // As long as the program isn't waited for, its group's number can't be reused. It may not have made its group
  // yet when starting failed, hence the second kill.
  signal_group(SIGKILL);
  ::kill(process_, SIGKILL);
  int status = 0;
  pid_t waited = 0;
  do waited = ::waitpid(process_, &status, 0);
  while (waited < 0 && errno == EINTR);
  process_ = -1;
  if (waited < 0) return 255;  // someone ignores SIGCHLD for the whole process; the code is lost
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace podpromo
