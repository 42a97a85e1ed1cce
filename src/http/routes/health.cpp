#include <unistd.h>

#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json folder_health(const fs::path& folder) {
  std::error_code unknown;
  const auto space = fs::space(folder, unknown);
  const bool writable = ::access(folder.c_str(), W_OK) == 0;
  return {{"ok", writable && !unknown}, {"free_bytes", unknown ? json(nullptr) : json(space.available)}};
}

Response ready(const Front& front) {
  json detail{{"uploads", folder_health(front.folders.uploads)},
              {"outputs", folder_health(front.folders.outputs)},
              {"transcripts", folder_health(front.folders.transcripts)},
              {"clips", folder_health(front.folders.clips)},
              {"logs", folder_health(front.folders.logs)}};
  // The page says how large a file may be before it is sent.
  detail["upload"] = {{"ok", true}, {"max_bytes", front.upload_limits.max_bytes}};
  const auto progress = front.board.health();
  detail["progress"] = {{"ok", progress.persisting}, {"message", progress.trouble}};
  const auto waiting = front.jobs.waiting();
  detail["queue"] = {{"ok", waiting.has_value()}, {"waiting", waiting ? json(*waiting) : json(nullptr)}};
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
