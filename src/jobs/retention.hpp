#pragma once

#include "base/clock.hpp"
#include "jobs/workshop.hpp"
#include "storage/episode_store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace podpromo {

// Which episodes go, and how carefully.
struct RetentionRules {
  std::chrono::hours keep{0};  // from created_at; 0 = for ever
  // Something dated later than this from now shows that the clock is wrong.
  std::chrono::minutes ahead{10};
};

// Of `episodes`, the oldest first, those that are older than `rules.keep` at `now`.
std::vector<EpisodeId> expired_episodes(std::span<const Episode> episodes, const RetentionRules& rules,
                                        std::chrono::system_clock::time_point now);
// How many of `episodes` one hourly sweep may delete: a tenth, or twice what falls due in an hour when that is more,
// at least two. A clock that is wrong costs a few episodes before somebody looks, and not all of them.
std::size_t most_in_a_sweep(std::size_t episodes, std::chrono::hours keep);

// What a sweep did.
struct Sweep {
  std::vector<EpisodeId> deleted;
  std::size_t left = 0;      // expired, but kept for now: in use, or too many at once
  std::string refused = {};  // why nothing was looked at; empty when all is well
};

struct RetentionParts {
  EpisodeStore& episodes;
  Workshop& workshop;
  const Clock& clock;
  // Somebody uses it, though no job does: a link that was given out may be open.
  std::function<bool(const EpisodeId&)> in_use = {};
  // The latest time that something on disk bears, beside episodes.
  std::function<std::optional<std::chrono::system_clock::time_point>()> latest_on_disk = {};
};

// Deletes whole episodes that are old. Never one that waits, is worked on or used. Only when the clock can be trusted:
// nothing on disk is from the future, and the clock has not jumped since the last look.
class Retention {
 public:
  Retention(RetentionParts parts, RetentionRules rules);

  // Once an hour. Deletes nothing when the rules say that episodes stay.
  Sweep sweep();

 private:
  std::string distrust(std::span<const Episode> episodes);
  bool jumped();

  const RetentionParts parts_;
  const RetentionRules rules_;
  std::chrono::system_clock::time_point wall_;
  std::chrono::steady_clock::time_point steady_;
};

}  // namespace podpromo
