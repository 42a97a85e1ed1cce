#include <array>

#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

// "UPLOAD_DIR" is "uploads" to those who ask.
constexpr std::array<const char*, 5> kFolderNames{"uploads", "outputs", "logs", "transcripts", "clips"};

void tell_folders(const Front& front, json& detail) {
  const auto folders = front.watch.seen();
  const std::uint64_t reserve = front.room.limits().reserve_bytes;
  bool roomy = true;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const SeenFolder& folder = folders[i];
    roomy = roomy && folder.free_bytes >= reserve;
    detail[kFolderNames[i]] = {{"ok", folder.writable.has_value()},
                               {"free_bytes", folder.free_bytes},
                               {"message", folder.writable ? "" : folder.writable.error().reason}};
  }
  const std::uint64_t used = front.room.used() + front.room.claimed() + front.uploads.held_bytes();
  detail["space"] = {{"ok", roomy},
                     {"reserve_bytes", reserve},
                     {"used_bytes", used},
                     {"quota_bytes", front.room.limits().quota_bytes},
                     {"message", roomy ? "" : "A disk has less free space than its reserve: uploads are refused."}};
}

Response ready(const Front& front) {
  json detail = json::object();
  tell_folders(front, detail);
  // The page says how large a file may be before it is sent.
  detail["upload"] = {{"ok", true}, {"max_bytes", front.upload_limits.max_bytes}};
  const auto progress = front.board.health();
  detail["progress"] = {{"ok", progress.persisting}, {"message", progress.trouble}};
  const bool model = front.model_there();
  detail["model"] = {{"ok", model},
                     {"sound_goes_to", front.sound_goes_to},
                     {"message", model ? "" : "The speech model is not installed any more."}};
  const auto waiting = front.jobs.waiting();
  const auto paused = front.jobs.paused();
  detail["queue"] = {{"ok", waiting && paused},
                     {"waiting", waiting ? json(*waiting) : json(nullptr)},
                     {"paused", paused ? json(*paused) : json(nullptr)}};
  bool ok = true;
  for (const auto& part : detail) ok = ok && part["ok"].get<bool>();
  return json_answer({{"ok", ok}, {"detail", std::move(detail)}}, ok ? 200 : 503);
}

}  // namespace

void add_health_routes(Router& router, const Front& front) {
  router.on_at_once("GET", "/health", [](Request&) { return json_answer({{"ok", true}}); });
  router.on("GET", "/ready", [&front](Request&) { return ready(front); });
}

}  // namespace podpromo
