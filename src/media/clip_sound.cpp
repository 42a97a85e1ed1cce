#include "media/clip_sound.hpp"

#include "media/probe.hpp"
#include "media/run_ffmpeg.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr int kRate = 48000;
constexpr double kFadeInS = 0.03;
constexpr double kFadeOutS = 0.06;
// How far below the highest peak a correction aims.
constexpr double kPeakMargin = 0.2;
// How much louder than by the plain difference a sound may be pushed into the limiter.
constexpr double kMostSquashDb = 5;
// Rounds of encoding and measuring after the first one.
constexpr int kCorrections = 3;

// Fills gaps, so that the sound stays in step with the picture, and makes any layout stereo.
std::string prepared() {
  return fmt::format(
      "aresample={}:async=1:min_hard_comp=0.01:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo", kRate);
}

std::string shaped(const Gain& gain, double length_s) {
  const auto samples = static_cast<long long>(std::llround(length_s * kRate));
  return fmt::format(
      "{},apad=whole_len={},atrim=end_sample={},volume={:.4f}dB,"
      "alimiter=limit={:.6f}:attack=5:release=60:level=disabled:latency=1,"
      "afade=t=in:d={},afade=t=out:st={:.6f}:d={}",
      prepared(), samples, samples, gain.db, std::pow(10, gain.limit_db / 20), kFadeInS,
      std::max(0.0, length_s - kFadeOutS), kFadeOutS);
}

std::string track(const MediaFacts& facts) { return fmt::format("0:a:{}", facts.sound ? facts.sound->track : 0); }

// What is measured: a file, the options that open it, and what is done to the track before.
struct Measurement {
  const fs::path& file;
  std::vector<std::string> input;
  std::string track;
  std::string filters = {};
};

Result<Loudness> measured(Measurement what, const std::stop_token& stop) {
  append(what.input,
         {"-map", what.track, "-af", what.filters + "ebur128=peak=true:framelog=verbose", "-f", "null", "-"});
  PODPROMO_TRY(log, ffmpeg_log({.arguments = std::move(what.input), .reads = {what.file}}, stop));
  return loudness_from_log(log);
}

Done encode(const ClipSound& sound, const Gain& gain, const fs::path& target, const std::stop_token& stop) {
  std::vector<std::string> arguments = span_input(sound.media, sound.start_s, sound.length_s);
  append(arguments, {"-map", track(sound.facts), "-af", shaped(gain, sound.length_s), "-c:a", "aac", "-b:a", "160k"});
  append(arguments, same_bytes_options());
  append(arguments, {"-f", "mp4", ffmpeg_file(target)});
  return run_ffmpeg({.arguments = std::move(arguments), .reads = {sound.media}, .writes = {target.parent_path()}},
                    stop);
}

// The number behind the last "<key>" of the summary.
std::optional<double> number_after(std::string_view summary, std::string_view key) {
  const std::size_t at = summary.rfind(key);
  return at == std::string_view::npos ? std::nullopt : logged_number(summary.substr(at + key.size()));
}

}  // namespace

Gain first_gain(const Loudness& before) {
  if (!before.integrated_lufs) return {};
  const double db = std::min(kTargetLufs - *before.integrated_lufs, kLargestGainDb);
  return {.db = db, .most_db = std::min(db + kMostSquashDb, kLargestGainDb)};
}

std::optional<Gain> better_gain(const Gain& gain, const Loudness& after) {
  Gain better = gain;
  if (after.integrated_lufs && std::abs(kTargetLufs - *after.integrated_lufs) > kLoudnessTolerance)
    better.db = std::min(gain.db + kTargetLufs - *after.integrated_lufs, gain.most_db);
  const double over = after.true_peak_dbtp.value_or(-100) - kHighestPeakDbtp;
  if (over > 0) better.limit_db = gain.limit_db - over - kPeakMargin;
  if (better == gain) return std::nullopt;
  return better;
}

Loudness loudness_from_log(std::string_view log) {
  const std::size_t begin = log.rfind("Summary:");
  if (begin == std::string_view::npos) return {};
  const std::string_view summary = log.substr(begin);
  Loudness loudness{number_after(summary, " I:"), number_after(summary, " Peak:")};
  // The filter's floor: nothing passed the absolute gate.
  if (loudness.integrated_lufs && *loudness.integrated_lufs <= -70) loudness.integrated_lufs.reset();
  return loudness;
}

std::vector<std::string> span_input(const fs::path& media, double start_s, double length_s) {
  std::vector<std::string> arguments{"-ss", ffmpeg_seconds(start_s), "-t", ffmpeg_seconds(length_s)};
  append(arguments, guarded_input(media));
  return arguments;
}

Result<Loudness> make_clip_sound(const ClipSound& sound, const fs::path& target, const std::stop_token& stop) {
  PODPROMO_TRY(before, measured({sound.media, span_input(sound.media, sound.start_s, sound.length_s),
                                 track(sound.facts), prepared() + ","},
                                stop));
  Gain gain = first_gain(before);
  for (int round = 0;; ++round) {
    PODPROMO_TRY(encode(sound, gain, target, stop));
    PODPROMO_TRY(after, measured({target, guarded_input(target), "0:a:0"}, stop));
    const std::optional<Gain> better = better_gain(gain, after);
    const bool too_high = after.true_peak_dbtp.value_or(-100) > kHighestPeakDbtp;
    // The peak is a promise, the loudness a wish: only the former is worth going on for.
    if (!better || round >= (too_high ? 2 * kCorrections : kCorrections)) return after;
    gain = *better;
  }
}

}  // namespace podpromo
