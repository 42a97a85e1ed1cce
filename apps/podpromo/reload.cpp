#include "reload.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/durable.hpp"
#include "exit_codes.hpp"
#include "process/child.hpp"

namespace podpromo {

namespace {

using std::chrono::steady_clock;

constexpr int kLookEveryMs = 100;
constexpr std::chrono::milliseconds kSettled{300};  // a linker writes more than once
constexpr std::chrono::seconds kPatience{15};

// Our own command line without --reload.
std::vector<std::string> arguments_without_reload() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> arguments;
  for (std::string argument; std::getline(file, argument, '\0');)
    if (argument != "--reload") arguments.push_back(argument);
  if (!arguments.empty()) arguments.erase(arguments.begin());
  return arguments;
}

// Tells when one file has been written or replaced.
class FileWatch {
 public:
  static Result<FileWatch> of(const fs::path& file) {
    FileDescriptor events(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    // Whoever builds replaces the file, so its folder is what must be watched.
    if (!events || ::inotify_add_watch(events.get(), file.parent_path().c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
      return failure(system_error("watch the program", errno));
    return FileWatch(std::move(events), file);
  }

  int descriptor() const { return events_.get(); }

  // Whether it was replaced, and nobody has written to it for a moment. Asks for nothing else in its folder.
  bool replaced() {
    const auto now = steady_clock::now();
    if (noticed()) written_at_ = now;
    if (!written_at_ || now - *written_at_ < kSettled || ::access(file_.c_str(), X_OK) != 0) return false;
    written_at_.reset();
    return true;
  }

 private:
  FileWatch(FileDescriptor events, fs::path file) : events_(std::move(events)), file_(std::move(file)) {}

  bool noticed() {
    alignas(inotify_event) std::array<char, 16384> room{};
    bool ours = false;
    for (ssize_t got = 0; (got = ::read(events_.get(), room.data(), room.size())) > 0;)
      for (const char* at = room.data(); at < room.data() + got;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        ours = ours || (event->len > 0 && file_.filename() == static_cast<const char*>(event->name));
        at += sizeof(inotify_event) + event->len;
      }
    return ours;
  }

  FileDescriptor events_;
  fs::path file_;
  std::optional<steady_clock::time_point> written_at_;
};

void pass_on(const FileDescriptor& from, int to) {
  std::array<char, 4096> room{};
  for (ssize_t got = 0; (got = ::read(from.get(), room.data(), room.size())) > 0;)
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t wrote = ::write(to, room.data() + sent, static_cast<std::size_t>(got - sent));
      if (wrote <= 0) return;
      sent += wrote;
    }
}

// The server itself, with its output passed on to ours.
class ServerChild {
 public:
  static Result<ServerChild> start(const fs::path& program) {
    PODPROMO_TRY(child, Child::start({.program = program.string(),
                                      .arguments = arguments_without_reload(),
                                      .limits = {.low_priority = false}},
                                     false));
    return ServerChild(std::move(child));
  }

  // Passes output on until the child ends, an event comes at `also`, or a moment has passed. True while it runs.
  bool wait(int also) {
    std::array<pollfd, 4> asked{{{child_.output.get(), POLLIN, 0},
                                 {child_.errors.get(), POLLIN, 0},
                                 {child_.exited.get(), POLLIN, 0},
                                 {also, POLLIN, 0}}};
    ::poll(asked.data(), asked.size(), kLookEveryMs);
    pass_on(child_.output, STDOUT_FILENO);
    pass_on(child_.errors, STDERR_FILENO);
    return (asked[2].revents & POLLIN) == 0;
  }

  // As `kill` does it: what runs is finished or goes on at the next start.
  int stop() {
    child_.signal_group(SIGTERM);
    const auto until = steady_clock::now() + kPatience;
    while (steady_clock::now() < until && wait(-1)) {
    }
    return child_.reap();
  }
  int reap() { return child_.reap(); }

 private:
  explicit ServerChild(Child child) : child_(std::move(child)) {}
  Child child_;
};

void wait_until_replaced(FileWatch& watch, const std::stop_token& stop) {
  while (!stop.stop_requested() && !watch.replaced()) {
    pollfd asked{watch.descriptor(), POLLIN, 0};
    ::poll(&asked, 1, kLookEveryMs);
  }
}

}  // namespace

Result<int> serve_anew_when_built(Screen& screen, const std::stop_token& stop) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return failure(system_error("find this program", error.value()));
  PODPROMO_TRY(watch, FileWatch::of(program));
  while (!stop.stop_requested()) {
    PODPROMO_TRY(server, ServerChild::start(program));
    bool runs = true;
    bool replaced = false;
    while (!stop.stop_requested() && runs && !replaced) {
      runs = server.wait(watch.descriptor());
      replaced = watch.replaced();
    }
    if (!runs) {
      screen.line(fmt::format(" The server ended with code {}. It starts again when the program is built anew.",
                              server.reap()));
      wait_until_replaced(watch, stop);
      continue;
    }
    if (replaced) screen.line(" The program was built anew: starting again.");
    server.stop();
  }
  return kDone;
}

}  // namespace podpromo
