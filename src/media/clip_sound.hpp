#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace podpromo {

// ITU-R BS.1770-4 as ffmpeg's ebur128 filter measures it.
struct Loudness {
  std::optional<double> integrated_lufs;  // absent for silence
  std::optional<double> true_peak_dbtp;   // absent for digital silence
};

// What is done to a sound to reach the target.
struct Gain {
  double db = 0;
  double limit_db = -2;  // ceiling of the limiter; AAC overshoots it by up to about 1.5 dB
  double most_db = 0;    // corrections stop here: more would only squash the sound against the ceiling
  bool operator==(const Gain&) const = default;
};

inline constexpr double kTargetLufs = -14;
inline constexpr double kLoudnessTolerance = 0.5;
inline constexpr double kHighestPeakDbtp = -1;
inline constexpr double kLargestGainDb = 30;  // more would only lift the noise of a nearly silent span

// The first attempt for a span that measures `before`.
Gain first_gain(const Loudness& before);
// A better one when `gain` led to `after`; nullopt when it is good, or when nothing better can be expected.
std::optional<Gain> better_gain(const Gain& gain, const Loudness& after);

// Reads the summary that ebur128 logs at its end.
Loudness loudness_from_log(std::string_view log);

// A span of a media file to be decoded: options up to and including `-i`, exact to the sample.
std::vector<std::string> span_input(const fs::path& media, double start_s, double length_s);

struct ClipSound {
  const fs::path& media;
  const MediaFacts& facts;
  double start_s = 0;
  double length_s = 0;
};

// Writes the span as AAC, 48 kHz stereo, in MP4 to `target`: as loud as the target where the material allows,
// its true peak always below the highest, short fades at both ends, exactly `length_s` long. Returns what the
// encoded file measures.
Result<Loudness> make_clip_sound(const ClipSound& sound, const fs::path& target, const std::stop_token& stop);

}  // namespace podpromo
