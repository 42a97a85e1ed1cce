#include "media/decode_report.hpp"

#include <charconv>
#include <cmath>

namespace podpromo {

namespace {

constexpr double kSilenceLufs = -70;  // the absolute gate of BS.1770: what ebur128 prints when nothing passed it

// "    I:         -22.2 LUFS"
std::optional<double> loudness_in(std::string_view line) {
  const auto name = line.find_first_not_of(' ');
  if (name == std::string_view::npos || !line.substr(name).starts_with("I:")) return std::nullopt;
  const auto begin = line.find_first_not_of(' ', name + 2);
  if (begin == std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(line.data() + begin, line.data() + line.size(), value);
  return error == std::errc() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

void DecodeReport::read(std::string_view line, std::uint64_t samples_so_far) {
  // What the writer of the raw samples says is about our side, not about the file.
  if (line.contains("[error]") && !line.starts_with("[s16le @")) complained_ = true;
  if (line.contains(kDurationIsGuess)) duration_is_estimated_ = true;
  if (loudness_comes_next_) {
    const auto lufs = loudness_in(line);
    if (lufs && *lufs > kSilenceLufs) parts_.push_back({*lufs, samples_so_far - measured_});
    measured_ = samples_so_far;
  }
  loudness_comes_next_ = line.ends_with("Integrated loudness:");
}

std::optional<double> DecodeReport::loudness_lufs() const {
  if (parts_.empty()) return std::nullopt;
  double energy = 0;
  double samples = 0;
  for (const Part& part : parts_) {
    const double weight = static_cast<double>(part.samples) + 1;  // parts shorter than the pipe count a little, too
    energy += weight * std::pow(10, part.lufs / 10);
    samples += weight;
  }
  return 10 * std::log10(energy / samples);
}

}  // namespace podpromo
