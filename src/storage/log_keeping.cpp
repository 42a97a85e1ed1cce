#include "storage/log_keeping.hpp"

#include <algorithm>
#include <regex>
#include <system_error>
#include <vector>

namespace podpromo {

namespace {

struct LogFile {
  fs::path path;
  EpisodeId episode;
  fs::file_time_type changed;
  std::uint64_t bytes = 0;
};

std::vector<LogFile> logs_in(const fs::path& folder) {
  static const std::regex kLog(R"(([0-9a-f]{32})(\.1)?\.log)");
  std::vector<LogFile> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code unknown;
    std::smatch parts;
    if (!std::regex_match(name, parts, kLog) || !it->is_regular_file(unknown)) continue;
    const auto changed = it->last_write_time(unknown);
    const std::uint64_t bytes = it->file_size(unknown);
    if (!unknown) found.push_back({it->path(), *EpisodeId::parse(parts[1].str()), changed, bytes});
  }
  return found;
}

bool is_gone(EpisodeStore& episodes, const EpisodeId& id) {
  const auto episode = episodes.find(id);
  return !episode && episode.error().fault == Fault::not_found;
}

}  // namespace

std::size_t bound_logs(const fs::path& logs, EpisodeStore& episodes, std::uint64_t most_bytes) {
  std::vector<LogFile> files = logs_in(logs);
  std::ranges::sort(files, std::greater{}, &LogFile::changed);
  // An episode that is being taken in has a log before it is known.
  const auto settled = fs::file_time_type::clock::now() - std::chrono::hours(1);
  std::uint64_t kept = 0;
  std::size_t deleted = 0;
  for (const LogFile& file : files) {
    const bool orphan = file.changed < settled && is_gone(episodes, file.episode);
    std::error_code ignored;
    if (!orphan && kept + file.bytes <= most_bytes)
      kept += file.bytes;
    else if (fs::remove(file.path, ignored))
      ++deleted;
  }
  return deleted;
}

}  // namespace podpromo
