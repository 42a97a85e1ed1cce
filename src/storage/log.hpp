#pragma once

#include "base/durable.hpp"
#include "base/ids.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;  // NOLINT(readability-identifier-naming): the name that spdlog gave it
}

namespace podpromo {

// What those who run the server read, one line a call, on stderr, with the time. Any thread may call.
void log_info(std::string_view text);
void log_warning(std::string_view text);

// How much of what spdlog is told directly, deep in the program, is shown.
enum class Telling { warnings, everything };
// From now on that goes to stderr, too: stdout is for results.
void log_on_stderr(Telling telling);

// How a line that is about an episode begins, the server's and the episode's own: "episode=… stage=words ". The stage
// is one that people see, or "queued".
std::string log_subject(const EpisodeId& id, std::string_view stage);

// The log of one episode: at most 1 MiB, and as much again in NAME.1.log, which is the part before. A log that can't be
// written is silent: work never stops for it.
class EpisodeLog {
 public:
  // Appends to `file`, which is made with its folder.
  EpisodeLog(const fs::path& file, const EpisodeId& id);

  // The stage that the lines from now on are about.
  void at(std::string_view stage);
  void line(std::string_view text);

  // For a LogScope: what deep work notices goes to this log and to stderr, with the episode and the stage. Null when
  // the log can't be written: then it goes where all else goes. Any thread may write to it.
  std::shared_ptr<spdlog::logger> notes() const;

 private:
  std::shared_ptr<spdlog::logger> lines_;  // null when it can't be written
  std::shared_ptr<spdlog::logger> notes_;
  EpisodeId id_;
};

}  // namespace podpromo
