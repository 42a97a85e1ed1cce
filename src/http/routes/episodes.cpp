#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/ranges.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostListed = 500;  // on one page
constexpr std::size_t kMostPeaks = 2000;

Result<Episode> asked_episode(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  return front.episodes.find(id);
}

// Where a page ends, as its address says it: the milliseconds and the id of its last episode.
std::string end_text(const Episode& last) {
  const auto created = std::chrono::duration_cast<std::chrono::milliseconds>(last.created_at.time_since_epoch());
  return fmt::format("{}-{}", created.count(), last.id.text());
}

Result<EpisodePlace> parse_end(std::string_view text) {
  std::int64_t created = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), created);
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto id = EpisodeId::parse(rest.substr(std::min<std::size_t>(1, rest.size())));
  if (trouble == std::errc{} && rest.starts_with('-') && id) return EpisodePlace{unix_time(created), *id};
  return failure(Fault::bad_request, "this is not where a page of episodes ended",
                 "Take the next page's address from the Link header of the page before.");
}

Result<std::size_t> page_size(const Request& request) {
  const std::string text = request.query_or("limit", std::to_string(kMostListed));
  std::size_t size = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (trouble == std::errc{} && end == text.data() + text.size() && size >= 1 && size <= kMostListed) return size;
  return failure(Fault::bad_request, fmt::format("a page has 1 to {} episodes", kMostListed),
                 "Give limit a number in between, or leave it out.");
}

// One more than asked for tells whether there is another page.
Result<std::vector<Episode>> listed(const Request& request, const Front& front, std::size_t count) {
  const std::string after = request.query_or("after", "");
  if (after.empty()) return front.episodes.newest(count);
  PODPROMO_TRY(place, parse_end(after));
  return front.episodes.next_after(place, count);
}

Result<Response> list(const Request& request, const Front& front) {
  PODPROMO_TRY(size, page_size(request));
  PODPROMO_TRY(episodes, listed(request, front, size + 1));
  const bool more = episodes.size() > size;
  if (more) episodes.pop_back();
  auto all = nlohmann::json::array();
  for (const Episode& episode : episodes) {
    PODPROMO_TRY(view, episode_view(episode, front.view()));
    all.push_back(std::move(view));
  }
  Response response = json_answer({{"ok", true}, {"episodes", std::move(all)}});
  if (more)
    response.with("Link",
                  fmt::format("</api/episodes?limit={}&after={}>; rel=\"next\"", size, end_text(episodes.back())));
  return response;
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
  router.on("GET", "/api/episodes", [&front](Request& request) { return answer_or_problem(list(request, front)); });
  router.on("GET", "/api/episodes/{id}",
            [&front](Request& request) { return answer_or_problem(show(request, front)); });
  router.on("DELETE", "/api/episodes/{id}",
            [&front](Request& request) { return answer_or_problem(remove(request, front)); });
  router.on("POST", "/api/episodes/{id}/cancel",
            [&front](Request& request) { return answer_or_problem(cancel(request, front)); });
  router.on("POST", "/api/episodes/{id}/retry",
            [&front](Request& request) { return answer_or_problem(retry(request, front)); });
  router.on("GET", "/api/episodes/{id}/peaks",
            [&front](Request& request) { return answer_or_problem(peaks(request, front)); });
  router.on("GET", "/api/episodes/{id}/cover",
            [&front](Request& request) { return answer_or_problem(cover(request, front)); });
}

}  // namespace podpromo
