#include "jobs/queue_view.hpp"

#include "base/clock.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

// What both lists say of a job. An episode that is just being deleted has no title any more.
json job_view(const LiveJob& job, const ViewParts& parts) {
  const auto episode = parts.episodes.find(job.job.episode);
  return {
      {"episodeId", job.job.episode.text()}, {"title", episode ? episode->title : ""}, {"attempt", job.job.attempt}};
}

json running_view(const LiveJob& job, const ViewParts& parts) {
  json view = job_view(job, parts);
  const auto progress = parts.board.progress(job.job.episode);
  const bool told = progress && *progress;
  view["stage"] = told ? (*progress)->stage : "queued";
  view["percent"] = told ? (*progress)->percent : 0;
  return view;
}

json waiting_view(const LiveJob& job, std::size_t position, const ViewParts& parts) {
  json view = job_view(job, parts);
  view["position"] = position;
  if (job.not_before.time_since_epoch().count() > 0) view["notBefore"] = rfc3339(job.not_before);
  return view;
}

}  // namespace

Result<json> queue_view(const Workshop& workshop, const ViewParts& parts) {
  PODPROMO_TRY(queue, workshop.queue());
  json running = json::array();
  for (const LiveJob& job : queue.running) running.push_back(running_view(job, parts));
  json waiting = json::array();
  for (const LiveJob& job : queue.waiting) waiting.push_back(waiting_view(job, waiting.size() + 1, parts));
  return json{{"ok", true}, {"paused", queue.paused}, {"running", std::move(running)}, {"waiting", std::move(waiting)}};
}

}  // namespace podpromo
