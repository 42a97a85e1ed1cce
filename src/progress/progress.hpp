#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace podpromo {

// What a waiting person sees.
struct Progress {
  int percent = 0;           // 0…100
  std::string stage = {};    // uploading, queued, processing, …, completed, error; others pass through unchanged
  std::string message = {};  // a sentence
  std::string detail = {};
  std::optional<double> eta_seconds = {};  // absent until it can be told
  std::string eta_confidence = {};         // "low", "medium" or "high"; empty when there is no time left to trust
  std::chrono::system_clock::time_point updated_at{};
  int attempt = 0;
  bool operator==(const Progress&) const = default;

  bool terminal() const { return stage == "completed" || stage == "error"; }
};

// The progress object of the API: percent and percentage equal, timestamp and updated_at equal.
nlohmann::json progress_json(const Progress& progress);

// The file's text: the object above with "version", "episode_id" and "attempt".
std::string progress_file_text(const EpisodeId& id, const Progress& progress);
// Reads what any version wrote: `percent` or `percentage`, and a stage; the rest may be missing. Fails when it is
// anything else. `fallback_time` is used when the text has no time.
Result<Progress> parse_progress(std::string_view text, std::chrono::system_clock::time_point fallback_time);

// What GET /api/progress/{id} answers: the body as it is sent and a strong ETag with its quotes.
struct ProgressAnswer {
  bool found = false;  // 200, else 404; there is no other status
  std::shared_ptr<const std::string> body;
  std::string etag;
};

}  // namespace podpromo
