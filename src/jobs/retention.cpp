#include "jobs/retention.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "storage/log.hpp"

namespace podpromo {

namespace {

using std::chrono::system_clock;

constexpr std::size_t kAtLeast = 2;
constexpr std::size_t kShare = 10;

}  // namespace

std::vector<EpisodeId> expired_episodes(std::span<const Episode> episodes, const RetentionRules& rules,
                                        system_clock::time_point now) {
  if (rules.keep.count() == 0) return {};
  std::vector<const Episode*> old;
  for (const Episode& episode : episodes)
    if (now - episode.created_at > rules.keep) old.push_back(&episode);
  std::ranges::stable_sort(old, {}, &Episode::created_at);
  std::vector<EpisodeId> ids;
  for (const Episode* episode : old) ids.push_back(episode->id);
  return ids;
}

std::size_t most_in_a_sweep(std::size_t episodes, std::chrono::hours keep) {
  const auto hours = static_cast<std::size_t>(std::max<std::chrono::hours::rep>(1, keep.count()));
  return std::max({kAtLeast, episodes / kShare, 2 * episodes / hours});
}

Retention::Retention(RetentionParts parts, RetentionRules rules)
    : parts_(std::move(parts)), rules_(rules), wall_(parts_.clock.now()), steady_(parts_.clock.steady_now()) {}

// Both clocks are looked at each time, so a jump is trusted after an hour without another.
bool Retention::jumped() {
  const auto wall = parts_.clock.now();
  const auto steady = parts_.clock.steady_now();
  const auto drift = (wall - std::exchange(wall_, wall)) - (steady - std::exchange(steady_, steady));
  return std::chrono::abs(drift) > rules_.ahead;
}

std::string Retention::distrust(std::span<const Episode> episodes) {
  const auto limit = parts_.clock.now() + rules_.ahead;
  if (jumped()) return "the clock of this machine was changed a moment ago";
  const auto latest = parts_.latest_on_disk ? parts_.latest_on_disk() : std::nullopt;
  const bool ahead = std::ranges::any_of(episodes, [&](const Episode& episode) { return episode.created_at > limit; });
  if (ahead || latest > limit) return "something on disk is dated in the future, so the clock is wrong or was";
  return {};
}

Sweep Retention::sweep() {
  Sweep swept;
  const auto episodes = parts_.episodes.newest(std::numeric_limits<std::int32_t>::max());
  if (!episodes) return {.deleted = {}, .refused = episodes.error().reason};
  swept.refused = distrust(*episodes);
  const auto old = expired_episodes(*episodes, rules_, parts_.clock.now());
  const std::size_t most = swept.refused.empty() ? most_in_a_sweep(episodes->size(), rules_.keep) : 0;
  for (const EpisodeId& id : old) {
    const bool may_go = swept.deleted.size() < most && !(parts_.in_use && parts_.in_use(id));
    if (may_go && parts_.workshop.remove_idle(id))
      swept.deleted.push_back(id);
    else
      ++swept.left;
  }
  for (const EpisodeId& id : swept.deleted)
    log_info(fmt::format("episode {} was older than {} hours and is deleted", id.text(), rules_.keep.count()));
  if (swept.left > 0)
    log_info(fmt::format("{} episodes are older than {} hours and stay for now{}{}", swept.left, rules_.keep.count(),
                         swept.refused.empty() ? "" : ": ", swept.refused));
  return swept;
}

}  // namespace podpromo
