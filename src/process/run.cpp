#include "process/run.hpp"

#include "base/file_descriptor.hpp"
#include "process/child.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

#include <fmt/format.h>

namespace podpromo {

namespace {

using Time = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kGrace{1000};      // between SIGTERM and SIGKILL
constexpr milliseconds kLastWords{1000};  // of quiet, after which nothing more comes from a program that has ended
// What the program itself wrote before it ended fits into the pipes, which hold a MiB; more is a grandchild's.
constexpr std::size_t kMostLastWords = 2 << 20;
constexpr std::size_t kBlockBytes = 1 << 18;
constexpr std::size_t kLongestLine = 1 << 16;
constexpr std::size_t kTailBytes = 4096;
constexpr std::size_t kMostKeptOutput = 64 << 20;

// While it lives, writing to a pipe that nobody reads gives EPIPE in this thread and no signal.
class NoSigpipe {
 public:
  NoSigpipe() {
    ::sigemptyset(&sigpipe_);
    ::sigaddset(&sigpipe_, SIGPIPE);
    sigset_t pending;
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
  }
  ~NoSigpipe() {
    const timespec at_once{};
    if (!was_pending_) ::sigtimedwait(&sigpipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t sigpipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

// Cuts a stream into lines; ffmpeg ends a progress line with \r.
class Lines {
 public:
  explicit Lines(const std::function<void(std::string_view)>& on_line) : on_line_(on_line) {}

  void add(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '\n' || c == '\r' || line_.size() == kLongestLine) flush();
      if (c != '\n' && c != '\r') line_ += c;
    }
  }
  void flush() {
    if (!line_.empty() && on_line_) on_line_(line_);
    line_.clear();
  }

 private:
  const std::function<void(std::string_view)>& on_line_;
  std::string line_;
};

enum class Ending { by_itself, deadline, silence, cancelled, too_much_output };

// One child from start to end: moves bytes between its pipes and the caller, and ends it when it must.
class Conversation {
 public:
  Conversation(Child child, const Command& command, const Streams& streams, int stop_event)
      : child_(std::move(child)), command_(command), streams_(streams), stop_event_(stop_event) {}

  Result<Finished> hold() {
    while (!done()) {
      const auto ready = wait();
      if (ready.errors) read(child_.errors, [this](std::string_view bytes) { take_errors(bytes); });
      if (ready.output) read(child_.output, [this](std::string_view bytes) { take_output(bytes); });
      if (ready.input && child_.input) feed();
      if (ready.exited && !ended_) end_of_program();
      if (ready.stop && ending_ == Ending::by_itself) end(Ending::cancelled, SIGTERM);
      check_limits(!ready.output && !ready.errors);
    }
    error_lines_.flush();
    return verdict(child_.reap());
  }

 private:
  struct Ready {
    bool output = false, errors = false, input = false, exited = false, stop = false;
  };

  // Over when the program has ended and both pipes are drained, however long that takes us. A grandchild that fled the
  // group may keep a pipe open for ever; it is given a moment of quiet, and room for no more than the program's own.
  bool done() const {
    if (!ended_) return false;
    const bool closed = !child_.output && !child_.errors;
    return closed || quiet_ || last_words_ > kMostLastWords;
  }

  Ready wait() {
    std::array<pollfd, 5> watched{{{child_.output.get(), POLLIN, 0},
                                   {child_.errors.get(), POLLIN, 0},
                                   {child_.input.get(), POLLOUT, 0},
                                   {ended_ ? -1 : child_.exited.get(), POLLIN, 0},
                                   {ending_ != Ending::by_itself || ended_ ? -1 : stop_event_, POLLIN, 0}}};
    // An interrupted or failed poll reports nothing, and the loop looks again.
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_to_wait());
    quiet_ = ended_ && ready == 0;  // for all of kLastWords
    if (ready <= 0) return {};
    const auto is_ready = [&](std::size_t i) { return watched[i].revents != 0; };
    return {is_ready(0), is_ready(1), is_ready(2), is_ready(3), is_ready(4)};
  }

  int milliseconds_to_wait() const {
    const Time now = steady_clock::now();
    std::optional<Time> next;
    const auto consider = [&](Time time) { next = next ? std::min(*next, time) : time; };
    if (ended_) {
      consider(last_output_ + kLastWords);
    } else if (ending_ == Ending::cancelled) {
      consider(told_to_end_ + kGrace);
    } else {
      if (command_.limits.deadline.count() > 0) consider(started_ + command_.limits.deadline);
      if (command_.limits.no_output.count() > 0) consider(last_output_ + command_.limits.no_output);
    }
    if (!next) return -1;
    const auto left = std::chrono::ceil<milliseconds>(*next - now) + milliseconds{1};
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
  }

  // Silence counts only when nothing was waiting to be read: it may be us who were slow.
  void check_limits(bool nothing_to_read) {
    if (ended_) return;
    const Time now = steady_clock::now();
    const Limits& limits = command_.limits;
    if (ending_ == Ending::cancelled && now >= told_to_end_ + kGrace) child_.signal_group(SIGKILL);
    if (ending_ != Ending::by_itself) return;
    if (limits.deadline.count() > 0 && now >= started_ + limits.deadline) return end(Ending::deadline, SIGKILL);
    if (nothing_to_read && limits.no_output.count() > 0 && now >= last_output_ + limits.no_output)
      end(Ending::silence, SIGKILL);
  }

  void end(Ending why, int signal) {
    ending_ = why;
    told_to_end_ = steady_clock::now();
    child_.input.reset();
    child_.signal_group(signal);
    // A stopped process keeps SIGTERM waiting.
    child_.signal_group(SIGCONT);
  }

  void end_of_program() {
    ended_ = true;
    last_output_ = steady_clock::now();
    child_.input.reset();
    child_.signal_group(SIGKILL);  // the children it left behind
  }

  template <typename Take>
  void read(FileDescriptor& from, Take take) {
    const ssize_t got = ::read(from.get(), block_.data(), block_.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) return from.reset();
    if (ended_) last_words_ += static_cast<std::size_t>(got);
    take(std::string_view(block_.data(), static_cast<std::size_t>(got)));
    last_output_ = steady_clock::now();
  }

  void take_output(std::string_view bytes) {
    if (ending_ != Ending::by_itself) return;
    if (streams_.on_output) return streams_.on_output(std::span(bytes.data(), bytes.size()));
    if (finished_.output.size() + bytes.size() > kMostKeptOutput) return end(Ending::too_much_output, SIGKILL);
    finished_.output += bytes;
  }

  void take_errors(std::string_view bytes) {
    finished_.error_tail += bytes;
    if (finished_.error_tail.size() > kTailBytes)
      finished_.error_tail.erase(0, finished_.error_tail.size() - kTailBytes);
    error_lines_.add(bytes);
  }

  void feed() {
    if (to_feed_.empty()) {
      feeding_.resize(kBlockBytes);
      const std::size_t filled = streams_.input(feeding_);
      if (filled == 0) return child_.input.reset();
      to_feed_ = std::span(feeding_).first(filled);
    }
    const ssize_t wrote = ::write(child_.input.get(), to_feed_.data(), to_feed_.size());
    if (wrote < 0 && (errno == EINTR || errno == EAGAIN)) return;
    // A program may stop reading before the end; what it makes of that shows in its exit code.
    if (wrote < 0) return child_.input.reset();
    to_feed_ = to_feed_.subspan(static_cast<std::size_t>(wrote));
  }

  Result<Finished> verdict(int exit_code) {
    finished_.exit_code = exit_code;
    finished_.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_);
    const auto fail = [&](Fault fault, std::string reason, std::string remedy) {
      return failure(fault, std::move(reason), std::move(remedy),
                     fmt::format("{} after {} ms: {}", command_.program, finished_.took.count(), finished_.error_tail));
    };
    switch (ending_) {
      case Ending::by_itself: return std::move(finished_);
      case Ending::deadline:
      case Ending::silence:
        return fail(Fault::timed_out,
                    fmt::format("the program {} {}", command_.program,
                                ending_ == Ending::deadline ? "took longer than it may" : "stopped making progress"),
                    "Try again when the machine is less busy.");
      case Ending::cancelled: return fail(Fault::cancelled, "the work was stopped", "Start it again when you like.");
      case Ending::too_much_output:
        return fail(Fault::too_large, fmt::format("the program {} wrote more than is kept", command_.program), {});
    }
    return std::move(finished_);
  }

  Child child_;
  const Command& command_;
  const Streams& streams_;
  int stop_event_;
  Time started_ = steady_clock::now();
  Time last_output_ = started_;
  Time told_to_end_{};
  bool ended_ = false;
  bool quiet_ = false;
  std::size_t last_words_ = 0;  // bytes read since it ended
  Ending ending_ = Ending::by_itself;
  Finished finished_;
  Lines error_lines_{streams_.on_error_line};
  std::string block_ = std::string(kBlockBytes, '\0');
  std::string feeding_;
  std::span<char> to_feed_;
};

}  // namespace

Result<Finished> run(const Command& command, const Streams& streams, std::stop_token stop) {
  if (stop.stop_requested()) return failure(Fault::cancelled, "the work was stopped", "Start it again when you like.");
  const NoSigpipe guard;
  const FileDescriptor stop_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop_event) return failure(system_error("watch for a stop request", errno));
  PODPROMO_TRY(child, Child::start(command, static_cast<bool>(streams.input)));
  // Outlives the child, so a request at any moment finds the event still there.
  const std::stop_callback on_stop(std::move(stop), [&stop_event] { ::eventfd_write(stop_event.get(), 1); });
  return Conversation(std::move(child), command, streams, stop_event.get()).hold();
}

}  // namespace podpromo
