#pragma once

#include "episode/clip.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace podpromo {

struct TimeSpan {
  double start = 0;
  double end = 0;
  bool operator==(const TimeSpan&) const = default;
};

// The share of `part` that lies inside `whole`, 0…1.
double covered_share(TimeSpan part, TimeSpan whole);

// One episode with the passages that an editor chose, and the clips found in it, best first.
struct LabelledEpisode {
  std::vector<TimeSpan> labels;
  std::vector<TimeSpan> clips;
};

// Shares of episodes in which one of the first K clips covers at least half of a label, and the mean share of labels
// so covered by ten clips.
struct MomentScore {
  std::size_t episodes = 0;
  double hit_at_1 = 0;
  double hit_at_5 = 0;
  double hit_at_10 = 0;
  double recall_at_10 = 0;
};
MomentScore moment_score(std::span<const LabelledEpisode> episodes);

// The advertising of one episode as labelled and as found, each in time order without overlaps.
struct LabelledAds {
  std::vector<TimeSpan> truth;
  std::vector<TimeSpan> found;
};

struct AdScore {
  double precision = 0;     // of the seconds found, over all episodes
  double recall = 0;        // of the seconds labelled
  double f1 = 0;            // of seconds
  double blocks_found = 0;  // share of labelled blocks with a found one whose intersection over union is at least ½
};
AdScore ad_score(std::span<const LabelledAds> episodes);

}  // namespace podpromo
