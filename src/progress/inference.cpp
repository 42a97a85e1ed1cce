#include "progress/inference.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "progress/bands.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostRemembered = 512;
constexpr std::size_t kLargestJson = std::size_t{512} << 20;
// The least a media file may have: anything shorter is what a failed copy leaves.
constexpr off_t kLeastMedia = 10;

using Facts = std::optional<struct stat>;

// Nothing when there is no such file.
Result<Facts> facts_of(const fs::path& file) {
  struct stat facts{};
  if (::stat(file.c_str(), &facts) == 0) return facts;
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  return failure(system_error("look for " + file.filename().string(), errno));
}

Progress inferred(const struct stat& facts, std::string stage, std::string message) {
  using namespace std::chrono;
  const int percent = percent_at(stage, 1);
  Progress progress{.percent = percent, .stage = std::move(stage), .message = std::move(message)};
  progress.updated_at = system_clock::time_point(seconds(facts.st_mtim.tv_sec));
  return progress;
}

Result<std::optional<Progress>> from_results(const DataFolders& folders, const EpisodeId& id, JsonCheck& check) {
  for (const fs::path& file : {folders.transcript(id), folders.clip_list(id)}) {
    PODPROMO_TRY(facts, facts_of(file));
    if (!facts) continue;
    PODPROMO_TRY(whole, check.is_json(file));
    if (whole) return inferred(*facts, "completed", "Your clips are ready.");
  }
  return std::nullopt;
}

}  // namespace

Result<bool> JsonCheck::is_json(const fs::path& file) {
  PODPROMO_TRY(facts, facts_of(file));
  if (!facts || !S_ISREG(facts->st_mode)) return false;
  const std::string seen = fmt::format("{}:{}:{}:{}.{}", facts->st_dev, facts->st_ino, facts->st_size,
                                       facts->st_mtim.tv_sec, facts->st_mtim.tv_nsec);
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = known_.find(file.string()); it != known_.end() && it->second.first == seen)
      return it->second.second;
  }
  const auto text = read_whole(file, kLargestJson);
  if (!text && text.error().fault != Fault::too_large && text.error().fault != Fault::not_found)
    return failure(text.error());
  const bool answer = text && nlohmann::json::accept(*text);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostRemembered) known_.clear();
  known_[file.string()] = {seen, answer};
  return answer;
}

Result<std::optional<Progress>> infer_progress(const DataFolders& folders, const EpisodeId& id, JsonCheck& check) {
  if (folders.reserved(id)) return std::nullopt;
  PODPROMO_TRY(complete, from_results(folders, id, check));
  if (complete) return complete;
  PODPROMO_TRY(source, folders.find_source(id));
  if (!source) return std::nullopt;
  PODPROMO_TRY(facts, facts_of(*source));
  if (!facts || facts->st_size <= kLeastMedia) return std::nullopt;
  return inferred(*facts, "queued", "Uploaded. Waiting for its turn.");
}

}  // namespace podpromo
