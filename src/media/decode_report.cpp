#include "media/decode_report.hpp"

#include "media/run_ffmpeg.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

constexpr double kSilenceLufs = -70;  // the absolute gate of BS.1770: what ebur128 prints when nothing passed it

std::optional<double> number_after(std::string_view name, std::string_view text) {
  return text.starts_with(name) ? logged_number(text.substr(name.size())) : std::nullopt;
}

// "    I:         -22.2 LUFS"
std::optional<double> loudness_in(std::string_view line) {
  return number_after("I:", line.substr(std::min(line.find_first_not_of(' '), line.size())));
}

// "[Parsed_volumedetect_3 @ 0x55ce3dfd6640] [info] n_samples: 129534"
std::optional<double> samples_in(std::string_view line) {
  constexpr std::string_view kEndOfOrigin = "] [info] ";
  const auto end = line.find(kEndOfOrigin);
  if (!line.starts_with("[Parsed_volumedetect_") || end == std::string_view::npos) return std::nullopt;
  return number_after("n_samples:", line.substr(end + kEndOfOrigin.size()));
}

}  // namespace

void DecodeReport::read(std::string_view line) {
  // What the writer of the raw samples says is about our side, not about the file.
  if (line.contains("[error]") && !line.starts_with("[s16le @")) complained_ = true;
  if (line.contains(kDurationIsGuess)) duration_is_estimated_ = true;
  if (loudness_comes_next_) parts_.push_back({loudness_in(line).value_or(kSilenceLufs), 0});
  if (const auto samples = samples_in(line); samples && !parts_.empty()) parts_.back().samples = *samples;
  loudness_comes_next_ = line.ends_with("Integrated loudness:");
}

std::optional<double> DecodeReport::loudness_lufs() const {
  double energy = 0;
  double samples = 0;
  for (const Part& part : parts_) {
    if (part.lufs <= kSilenceLufs) continue;
    energy += part.samples * std::pow(10, part.lufs / 10);
    samples += part.samples;
  }
  return samples > 0 ? std::optional(10 * std::log10(energy / samples)) : std::nullopt;
}

}  // namespace podpromo
