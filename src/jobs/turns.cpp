#include "jobs/turns.hpp"

#include <algorithm>

#include "jobs/expected_work.hpp"

namespace podpromo {

namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

double seconds_since(system_clock::time_point then, system_clock::time_point now) {
  return std::max(0.0, std::chrono::duration<double>(now - then).count());
}

bool waits(const LiveJob& job) { return job.state == JobState::waiting; }

std::vector<LiveJob> waiting_of(std::vector<LiveJob> live) {
  std::erase_if(live, [](const LiveJob& job) { return !waits(job); });
  return live;
}

}  // namespace

// An episode that can't be read now counts as short: it fails at once or not at all.
double Turns::work_s(const EpisodeId& id) const {
  const auto episode = parts_.episodes.find(id);
  if (!episode) return 0;
  const auto progress = parts_.board.progress(id);
  return expected_work_s(*episode, costs_.costs(), progress && *progress ? (*progress)->percent : 0);
}

Standing Turns::standing(const LiveJob& job) const {
  return {work_s(job.job.episode), seconds_since(job.since, parts_.clock.now()), job.yields};
}

bool Turns::is_long(const EpisodeId& id) const { return work_s(id) > kLongWorkS; }

std::optional<std::size_t> Turns::pick(std::span<const LiveJob> line, const std::set<EpisodeId>& busy,
                                       int workers) const {
  std::vector<Standing> standings;
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (busy.contains(line[at].job.episode)) continue;
    standings.push_back(standing(line[at]));
    places.push_back(at);
  }
  const auto long_running = std::ranges::count_if(busy, [&](const EpisodeId& id) { return is_long(id); });
  const auto next = next_in_line(standings, {workers, static_cast<int>(long_running)});
  return next ? std::optional(places[*next]) : std::nullopt;
}

bool Turns::should_make_way(const EpisodeId& running) const {
  const auto live = parts_.jobs.live();
  const auto paused = parts_.jobs.paused();
  if (!live || !paused || *paused) return false;
  const auto own = std::ranges::find_if(*live, [&](const LiveJob& job) { return job.job.episode == running; });
  if (own == live->end()) return false;
  std::vector<Standing> line;
  for (const LiveJob& job : *live)
    if (waits(job) && job.not_before <= parts_.clock.now()) line.push_back(standing(job));
  return !line.empty() && podpromo::should_make_way(standing(*own), line);
}

Result<std::vector<LiveJob>> Turns::line() const {
  PODPROMO_TRY(live, parts_.jobs.live());
  const auto waiting = waiting_of(std::move(live));
  std::vector<Standing> standings;
  for (const LiveJob& job : waiting) standings.push_back(standing(job));
  std::vector<LiveJob> in_order;
  for (const std::size_t at : fair_order(standings)) in_order.push_back(waiting[at]);
  // Those who rest come after those who may begin.
  std::ranges::stable_partition(in_order, [&](const LiveJob& job) { return job.not_before <= parts_.clock.now(); });
  return in_order;
}

std::optional<milliseconds> Turns::until_next() const {
  const auto live = parts_.jobs.live();
  if (!live) return std::nullopt;
  const auto now = parts_.clock.now();
  std::optional<milliseconds> least;
  for (const LiveJob& job : *live) {
    if (!waits(job) || job.not_before <= now) continue;
    const auto left = std::chrono::ceil<milliseconds>(job.not_before - now);
    least = std::min(least.value_or(left), left);
  }
  return least;
}

}  // namespace podpromo
