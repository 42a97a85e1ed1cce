#pragma once

#include "base/durable.hpp"
#include "base/ids.hpp"

#include <memory>
#include <string>
#include <string_view>

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
  ~EpisodeLog();
  EpisodeLog(EpisodeLog&&) noexcept;
  EpisodeLog& operator=(EpisodeLog&&) noexcept;

  // The stage that the lines from now on are about.
  void at(std::string_view stage);
  void line(std::string_view text);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
  EpisodeId id_;
  std::string subject_;
};

}  // namespace podpromo
