#include "progress/progress.hpp"

#include <algorithm>
#include <cmath>

#include "base/clock.hpp"
#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::system_clock;

// `percent` or `percentage`; a file without either stands at its beginning.
int percent_of(const json& in) {
  for (const char* name : {"percent", "percentage"})
    if (const auto it = in.find(name); it != in.end() && !it->is_null()) {
      const double percent = it->get<double>();
      return static_cast<int>(std::floor(std::clamp(std::isnan(percent) ? 0.0 : percent, 0.0, 100.0)));
    }
  return 0;
}

std::string text_or_none(const json& in, const char* name) {
  const auto it = in.find(name);
  return it == in.end() || it->is_null() ? std::string() : it->get<std::string>();
}

constexpr double kLongest = 1e9;  // seconds left that anybody may claim: thirty years

Progress progress_from(const json& in, system_clock::time_point fallback_time) {
  Progress progress{.percent = percent_of(in), .stage = in.at("stage").get<std::string>()};
  progress.message = text_or_none(in, "message");
  progress.detail = text_or_none(in, "detail");
  if (const auto it = in.find("eta_seconds"); it != in.end() && it->is_number())
    progress.eta_seconds = std::clamp(it->get<double>(), 0.0, kLongest);
  progress.eta_confidence = text_or_none(in, "eta_confidence");
  progress.updated_at = fallback_time;
  if (const auto it = in.find("updated_ms"); it != in.end())
    progress.updated_at = unix_time(whole_number<std::int64_t>(*it));
  if (const auto it = in.find("attempt"); it != in.end()) progress.attempt = whole_number<int>(*it);
  return progress;
}

}  // namespace

json progress_json(const Progress& progress) {
  const std::string time = rfc3339(progress.updated_at);
  json out{{"percent", progress.percent}, {"percentage", progress.percent}, {"stage", progress.stage},
           {"message", progress.message}, {"detail", progress.detail},      {"timestamp", time},
           {"updated_at", time}};
  if (!progress.eta_seconds) return out;
  out["eta_seconds"] = std::llround(std::max(0.0, *progress.eta_seconds));
  if (!progress.eta_confidence.empty()) out["eta_confidence"] = progress.eta_confidence;
  return out;
}

std::string progress_file_text(const EpisodeId& id, const Progress& progress) {
  json out = progress_json(progress);
  out["version"] = 1;
  out["episode_id"] = id.text();
  out["attempt"] = progress.attempt;
  out["updated_ms"] = std::chrono::duration_cast<milliseconds>(progress.updated_at.time_since_epoch()).count();
  return json_text(out);
}

Result<Progress> parse_progress(std::string_view text, system_clock::time_point fallback_time) {
  try {
    Progress progress = progress_from(json::parse(text), fallback_time);
    if (!progress.stage.empty()) return progress;
    return failure(Fault::internal, "a progress file names no stage");
  } catch (const json::exception& trouble) {
    return failure(Fault::internal, "a progress file is damaged", {}, trouble.what());
  }
}

}  // namespace podpromo
