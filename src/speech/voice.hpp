#pragma once

#include <span>
#include <vector>

namespace podpromo {

// A stretch in which somebody speaks, with a little air on both sides; seconds in the episode.
struct VoiceSpan {
  double start = 0;
  double end = 0;
  bool operator==(const VoiceSpan&) const = default;
};

// The air that each span carries on both sides where there is room.
inline constexpr double kVoicePad = 0.15;
// No span is longer; longer speech is cut where the voice is weakest.
inline constexpr double kLongestVoiceSpan = 28.5;

// Turns the probability of voice in each `window_s` seconds into spans, in order, none overlapping the next: speech
// begins at 0.5, ends below 0.35 for at least 0.3 s, and shorter bursts than 0.25 s are none (the thresholds that
// Silero's authors recommend).
std::vector<VoiceSpan> voice_spans(std::span<const float> probabilities, double window_s);

}  // namespace podpromo
