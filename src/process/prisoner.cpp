// What a hijacked decoder would try. `prisoner ACT [ARGUMENT]` does one thing and says on stdout "done" or the name of
// the error.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>

extern char** environ;

namespace {

using Act = std::function<long(const std::string&)>;

long read_file(const std::string& file) {
  const int in = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  char byte = 0;
  return in < 0 ? -1 : ::read(in, &byte, 1);
}

long write_file(const std::string& file) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  return out < 0 ? -1 : ::write(out, "x", 1);
}

long execute(const std::string& program) {
  const char* const arguments[] = {program.c_str(), nullptr};
  return ::execve(program.c_str(), const_cast<char**>(arguments), environ);
}

long fork_and_wait(const std::string&) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  return child < 0 ? -1 : ::waitpid(child, nullptr, 0);
}

// With the call that the C library takes first, and with the one it takes when that is missing.
long start_thread(const std::string&) {
  int done = 0;
  std::thread([&done] { done = 1; }).join();
  return done - 1;
}

long use_memory(const std::string& megabytes) {
  const std::size_t bytes = std::stoul(megabytes) << 20;
  void* memory = std::malloc(bytes);  // NOLINT(cppcoreguidelines-no-malloc): the call that is under test
  if (memory == nullptr) return -1;
  std::memset(memory, 1, bytes);
  return *static_cast<volatile char*>(memory) - 1;
}

long open_many(const std::string& count) {
  for (int left = std::stoi(count); left > 0; --left)
    if (::open("/dev/null", O_RDONLY) < 0) return -1;
  return 0;
}

long spin(const std::string&) {
  while (::getppid() != 0) {
  }
  return 0;
}

long print_environment(const std::string&) {
  for (char** entry = environ; *entry != nullptr; ++entry) std::cout << *entry << "\n";
  return 0;
}

long print_capabilities(const std::string&) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Cap") || line.starts_with("NoNewPrivs") || line.starts_with("Seccomp:"))
      std::cout << line << "\n";
  return 0;
}

long raise_file_limit(const std::string&) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  return ::setrlimit(RLIMIT_NOFILE, &limit);
}

const std::map<std::string, Act> kActs = {
    {"read", read_file},
    {"write", write_file},
    {"delete", [](const std::string& file) { return ::unlink(file.c_str()); }},
    {"chmod", [](const std::string& file) { return ::chmod(file.c_str(), 0777); }},
    {"execute", execute},
    {"fork", fork_and_wait},
    {"thread", start_thread},
    {"socket", [](const std::string& family) { return ::socket(std::stoi(family), SOCK_DGRAM, 0); }},
    {"pair", [](const std::string&) { return ::socketpair(AF_UNIX, SOCK_STREAM, 0, std::array<int, 2>{}.data()); }},
    {"ring", [](const std::string&) { return ::syscall(SYS_io_uring_setup, 1, std::array<char, 256>{}.data()); }},
    {"trace", [](const std::string& process) { return ::ptrace(PTRACE_ATTACH, std::stoi(process), 0, 0); }},
    {"kill", [](const std::string& process) { return ::kill(std::stoi(process), 0); }},
    {"signal thread",
     [](const std::string& process) { return ::syscall(SYS_tgkill, std::stoi(process), std::stoi(process), SIGABRT); }},
    {"mount", [](const std::string&) { return ::mount("none", "/tmp", "tmpfs", 0, nullptr); }},
    {"type", [](const std::string&) { return ::ioctl(0, TIOCSTI, "x"); }},
    {"abort", [](const std::string&) -> long { std::abort(); }},
    {"memory", use_memory},
    {"open", open_many},
    {"spin", spin},
    {"environment", print_environment},
    {"capabilities", print_capabilities},
    {"raise limit", raise_file_limit},
};

}  // namespace

int main(int count, char** arguments) {
  const auto act = count > 1 ? kActs.find(arguments[1]) : kActs.end();
  if (act == kActs.end()) return 2;
  errno = 0;
  const bool failed = act->second(count > 2 ? arguments[2] : "") < 0;
  std::cout << (failed ? ::strerrorname_np(errno) : "done") << std::endl;
  return 0;
}
