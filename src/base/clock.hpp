#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace podpromo {

// Asks what time it is, so that tests can turn the hands themselves.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() const = 0;
  // Never goes back and ignores changes of the wall clock: for measuring how long something takes.
  virtual std::chrono::steady_clock::time_point steady_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point steady_now() const override { return std::chrono::steady_clock::now(); }
};

// A test turns its hands while the threads it tests look at it.
class FakeClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override {
    return kBeginning + std::chrono::duration_cast<std::chrono::system_clock::duration>(passed_.load());
  }
  std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(passed_.load());
  }
  void pass(std::chrono::nanoseconds time) { passed_ = passed_.load() + time; }

 private:
  static constexpr std::chrono::system_clock::time_point kBeginning{std::chrono::seconds{1'790'000'000}};
  std::atomic<std::chrono::nanoseconds> passed_{};
};

// The time so many milliseconds after 1970 began; what a file says may be any number, so the ends of what a clock can
// tell (the years 1684 and 2255) stand for all beyond.
std::chrono::system_clock::time_point unix_time(std::int64_t milliseconds);

// RFC 3339 in UTC with milliseconds: 2026-11-24T01:53:44.120Z.
std::string rfc3339(std::chrono::system_clock::time_point time);

}  // namespace podpromo
