#pragma once

#include "episode/clip.hpp"
#include "episode/sound.hpp"
#include "episode/transcript.hpp"

#include <cstddef>

namespace podpromo {

// The shortest and longest clip there is, in seconds.
inline constexpr double kShortestClip = 8;
inline constexpr double kLongestClip = 90;

struct MomentOptions {
  double min_s = 15;  // 8…90, min ≤ max; others are moved there
  double max_s = 60;
  std::size_t max_clips = 12;
  bool fewer_when_short = true;  // about 12 clips of an hour, 5 of ten minutes, never one for less than 50 s of speech
};

// The best moments of an episode, best first: whole sentences, edges inside pauses, no ads, no overlaps, each with
// its reasons. Pure: the same words and options give the same clips. Speech long enough gives at least one clip
// (the relaxation says by which rule); otherwise the reason why there is none. Titles are left to titles_for.
Moments find_moments(const EpisodeId& episode, const Transcript& transcript, const Sound& sound,
                     const MomentOptions& options);

}  // namespace podpromo
