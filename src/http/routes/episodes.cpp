#include <algorithm>

#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/ranges.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostListed = 500;
constexpr std::size_t kMostPeaks = 2000;

Result<Episode> asked_episode(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  return front.episodes.find(id);
}

Result<Response> list(const Front& front) {
  PODPROMO_TRY(episodes, front.episodes.newest(kMostListed));
  auto all = nlohmann::json::array();
  for (const Episode& episode : episodes) {
    PODPROMO_TRY(view, episode_view(episode, front.view()));
    all.push_back(std::move(view));
  }
  return json_answer({{"ok", true}, {"episodes", std::move(all)}});
}

Result<Response> show(const Request& request, const Front& front) {
  PODPROMO_TRY(episode, asked_episode(request, front));
  PODPROMO_TRY(view, episode_view(episode, front.view()));
  return json_answer({{"ok", true}, {"episode", std::move(view)}});
}

Result<Response> remove(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  PODPROMO_TRY(front.workshop.remove(id));
  front.room.changed();
  return json_answer({{"ok", true}});
}

Result<Response> retry(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  const std::string transcript = request.query_or("transcript", "");
  if (!transcript.empty() && transcript != "none")
    return failure(Fault::bad_request, "an episode is tried again with the transcript it has, or with none",
                   "Leave transcript out, or say transcript=none.");
  if (transcript.empty()) {
    PODPROMO_TRY(front.workshop.retry(id));
  } else {
    PODPROMO_TRY(front.workshop.listen_instead(id));
  }
  return json_answer({{"ok", true}}, 202);
}

Result<Response> cancel(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  PODPROMO_TRY(front.workshop.cancel(id));
  return json_answer({{"ok", true}});
}

// The largest of each run of peaks, so that a picture of the whole episode has at most kMostPeaks bars.
Result<Response> peaks(const Request& request, const Front& front) {
  PODPROMO_TRY(episode, asked_episode(request, front));
  PODPROMO_TRY(sound, sound_view(episode.id, front.folders));
  const std::size_t step = std::max<std::size_t>(1, (sound.peaks.size() + kMostPeaks - 1) / kMostPeaks);
  std::vector<int> bars;
  for (std::size_t at = 0; at < sound.peaks.size(); at += step) {
    const auto from = sound.peaks.begin() + static_cast<long>(at);
    bars.push_back(*std::max_element(from, from + static_cast<long>(std::min(step, sound.peaks.size() - at))));
  }
  return json_answer({{"ok", true}, {"peaks_per_s", sound.peaks_per_s / static_cast<double>(step)}, {"peaks", bars}});
}

Result<Response> cover(const Request& request, const Front& front) {
  PODPROMO_TRY(episode, asked_episode(request, front));
  return file_answer(request, front.folders.cover(episode.id),
                     {{"Content-Type", "image/jpeg"}, {"Cache-Control", "private, max-age=3600"}});
}

}  // namespace

void add_episode_routes(Router& router, const Front& front) {
  const auto answer = [](Result<Response> result) { return result ? *std::move(result) : problem(result.error()); };
  router.on("GET", "/api/episodes", [=, &front](Request&) { return answer(list(front)); });
  router.on("GET", "/api/episodes/{id}", [=, &front](Request& request) { return answer(show(request, front)); });
  router.on("DELETE", "/api/episodes/{id}", [=, &front](Request& request) { return answer(remove(request, front)); });
  router.on("POST", "/api/episodes/{id}/cancel",
            [=, &front](Request& request) { return answer(cancel(request, front)); });
  router.on("POST", "/api/episodes/{id}/retry",
            [=, &front](Request& request) { return answer(retry(request, front)); });
  router.on("GET", "/api/episodes/{id}/peaks", [=, &front](Request& request) { return answer(peaks(request, front)); });
  router.on("GET", "/api/episodes/{id}/cover", [=, &front](Request& request) { return answer(cover(request, front)); });
}

}  // namespace podpromo
