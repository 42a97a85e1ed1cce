#include "media/wave.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace podpromo {

namespace {

// Bars are as wide as a high wave needs, within what the eye can follow.
constexpr double kBarOfHeight = 0.075;
constexpr double kNarrowestBar = 8;   // pixels
constexpr double kWidestBar = 12;     // pixels
constexpr double kPitchOfBar = 2.1;   // from bar to bar
constexpr double kEdge = 130;         // pixels over which bars fade at both ends
constexpr double kQuietDb = 24;       // this far under the loud words a bar is as short as it gets
constexpr double kSwell = 0.22;       // how much a bar grows while it is heard
constexpr double kProgressWidth = 6;  // pixels

double decibels(double power) { return 10 * std::log10(std::max(power, 1e-12)); }

// The level that only one step in twenty exceeds.
double loud_level(std::vector<double> levels) {
  const auto at = static_cast<std::ptrdiff_t>(levels.size() * 95 / 100);
  std::nth_element(levels.begin(), levels.begin() + at, levels.end());
  return levels[static_cast<std::size_t>(at)];
}

}  // namespace

std::vector<double> bar_levels(const std::vector<float>& samples, int rate) {
  const double step = rate / kBarsPerSecond;
  const auto count = static_cast<std::size_t>(static_cast<double>(samples.size()) / step);
  if (count == 0) return {};
  std::vector<double> levels;
  for (std::size_t i = 0; i < count; ++i) {
    const auto first = static_cast<std::size_t>(static_cast<double>(i) * step);
    const auto last = std::min(samples.size(), static_cast<std::size_t>(static_cast<double>(i + 1) * step));
    double power = 0;
    for (std::size_t at = first; at < last; ++at) power += static_cast<double>(samples[at]) * samples[at];
    levels.push_back(decibels(power / static_cast<double>(last - first)));
  }
  // A span without any voice stays flat instead of showing its noise as if it were one.
  const double loud = std::max(loud_level(levels), -50.0);
  for (double& level : levels) level = std::pow(std::clamp((level - loud + kQuietDb) / kQuietDb, 0.0, 1.0), 2.0);
  return levels;
}

WavePainter::WavePainter(WaveLook look, std::vector<double> levels, double length_s)
    : look_(std::move(look)),
      levels_(std::move(levels)),
      length_s_(length_s),
      frame_(look_.background),
      bar_(std::clamp(look_.wave_height * kBarOfHeight, kNarrowestBar, kWidestBar)),
      pitch_(bar_ * kPitchOfBar) {}

const Image& WavePainter::frame(double at_s) {
  frame_.bytes = look_.background.bytes;
  const double middle = frame_.size.width / 2.0;
  const double now = at_s * kBarsPerSecond;
  const double reach = middle / pitch_ + 1;
  const auto first = static_cast<long long>(std::floor(now - reach));
  const auto last = static_cast<long long>(std::ceil(now + reach));
  for (long long i = std::max(0LL, first); i <= last && i < static_cast<long long>(levels_.size()); ++i)
    paint_bar(middle + (static_cast<double>(i) + 0.5 - now) * pitch_, levels_[static_cast<std::size_t>(i)]);
  paint_progress(length_s_ > 0 ? std::clamp(at_s / length_s_, 0.0, 1.0) : 0);
  return frame_;
}

void WavePainter::paint_bar(double centre, double level) {
  const double width = frame_.size.width;
  const double from_middle = (centre - width / 2) / pitch_;
  const double swell = 1 + kSwell * std::exp(-from_middle * from_middle / 2);
  const double tallest = look_.wave_height / (1 + kSwell);
  const double half_height = (bar_ + (tallest - bar_) * level) * swell / 2;
  const Colour colour = mixed(look_.played, look_.coming, std::clamp(from_middle + 0.5, 0.0, 1.0));
  const double edge = std::clamp(std::min(centre, width - centre) / kEdge, 0.0, 1.0);
  const double middle = look_.wave_height / 2.0;
  for (int y = static_cast<int>(middle - half_height) - 1; y <= static_cast<int>(middle + half_height) + 1; ++y)
    for (int x = static_cast<int>(centre - bar_); x <= static_cast<int>(centre + bar_); ++x)
      frame_.lay(x, y, colour,
                 edge * rounded_cover(x + 0.5 - centre, y + 0.5 - middle, {bar_ / 2, half_height, bar_ / 2}));
}

void WavePainter::paint_progress(double fraction) {
  const double width = frame_.size.width;
  const double middle = frame_.size.height - kProgressWidth / 2;
  const double filled = std::max(kProgressWidth, width * fraction);
  for (int y = static_cast<int>(middle - kProgressWidth); y < frame_.size.height; ++y)
    for (int x = 0; x < frame_.size.width; ++x) {
      const double above = y + 0.5 - middle;
      const double track =
          rounded_cover(x + 0.5 - width / 2, above, {width / 2, kProgressWidth / 2, kProgressWidth / 2});
      const double done =
          rounded_cover(x + 0.5 - filled / 2, above, {filled / 2, kProgressWidth / 2, kProgressWidth / 2});
      frame_.lay(x, y, look_.coming, track * 0.6);
      frame_.lay(x, y, look_.played, done);
    }
}

}  // namespace podpromo
