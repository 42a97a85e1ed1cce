#include "progress/answers.hpp"

#include "base/clock.hpp"
#include "base/sha256.hpp"
#include "episode/json.hpp"

namespace podpromo {

namespace {

ProgressAnswer answer_of(bool found, const nlohmann::json& json) {
  std::string body = json_text(json, -1);
  // With its quotes it fits into a std::string as it is: copying an answer allocates nothing.
  std::string etag = '"' + sha256_hex(body).substr(0, 13) + '"';
  return {found, std::make_shared<const std::string>(std::move(body)), std::move(etag)};
}

}  // namespace

ProgressAnswer known_answer(const EpisodeId& id, const Progress& progress) {
  return answer_of(
      true,
      {{"ok", true}, {"episode_id", id.text()}, {"status", progress.stage}, {"progress", progress_json(progress)}});
}

ProgressAnswer unknown_answer(std::string_view message) {
  // Without an episode there is no time of its last change; the epoch would only puzzle.
  nlohmann::json progress = progress_json({.stage = "unknown", .message = std::string(message)});
  progress["timestamp"] = progress["updated_at"] = nullptr;
  return answer_of(false, {{"ok", false},
                           {"status", "unknown"},
                           {"error", "episode not found"},
                           {"message", message},
                           {"progress", progress}});
}

ProgressAnswer unreadable_answer(const Error& error) {
  nlohmann::json progress = progress_json(
      {.stage = "error",
       .message = "The progress can't be read just now. Try again in a moment.",
       .detail = error.remedy.empty() ? "The server's disk did not answer; its log says more." : error.remedy});
  progress["timestamp"] = progress["updated_at"] = nullptr;
  return answer_of(true, {{"ok", true}, {"status", "error"}, {"progress", progress}});
}

}  // namespace podpromo
