#pragma once

#include <memory>
#include <utility>

namespace spdlog {
class logger;  // NOLINT(readability-identifier-naming): the name that spdlog gave it
}

namespace podpromo {

// Where deep work logs what it notices: it knows neither the episode nor the stage, but the thread does that works on
// one. That is the logger of the innermost LogScope of this thread, and spdlog's default logger where there is none.
// Never null.
std::shared_ptr<spdlog::logger> log_here();

// While it lives, log_here() gives `logger` to this thread; with null, the default one.
class LogScope {
 public:
  explicit LogScope(std::shared_ptr<spdlog::logger> logger);
  ~LogScope();
  LogScope(const LogScope&) = delete;
  LogScope& operator=(const LogScope&) = delete;

 private:
  std::shared_ptr<spdlog::logger> outer_;
};

// `work`, to be done by another thread, which then logs where this one does.
template <class Work>
auto logging_here(Work work) {
  return [work = std::move(work), log = log_here()] {
    const LogScope scope(log);
    work();
  };
}

}  // namespace podpromo
