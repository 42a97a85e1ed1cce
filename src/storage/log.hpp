#pragma once

#include "base/durable.hpp"

#include <memory>
#include <string_view>

namespace podpromo {

// What those who run the server read, one line a call, on stderr, with the time. Any thread may call.
void log_info(std::string_view text);
void log_warning(std::string_view text);

// The log of one episode. A log that can't be written is silent: work never stops for it.
class EpisodeLog {
 public:
  // Appends to `file`, which is made with its folder.
  explicit EpisodeLog(const fs::path& file);
  ~EpisodeLog();
  EpisodeLog(EpisodeLog&&) noexcept;
  EpisodeLog& operator=(EpisodeLog&&) noexcept;

  void line(std::string_view text);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace podpromo
