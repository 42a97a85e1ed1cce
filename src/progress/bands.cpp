#include "progress/bands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace podpromo {

namespace {

// Listening and rendering take nearly all the time, so nearly all of the bar is theirs.
constexpr std::array<std::pair<std::string_view, Band>, 8> kBands{{
    {"uploading", {0, 2}},
    {"queued", {2, 2}},
    {"processing", {3, 10}},
    {"transcribing", {10, 60}},
    {"scoring", {60, 62}},
    {"generating", {62, 98}},
    {"finalizing", {98, 99}},
    {"completed", {100, 100}},
}};

}  // namespace

std::optional<Band> band_of(std::string_view stage) {
  for (const auto& [name, band] : kBands)
    if (name == stage) return band;
  return std::nullopt;
}

int percent_at(std::string_view stage, double fraction) {
  const auto band = band_of(stage);
  if (!band) return 0;
  const double part = std::isnan(fraction) ? 0 : std::clamp(fraction, 0.0, 1.0);
  // The small addition keeps 0.58 · 50 from becoming 28.999….
  return static_cast<int>(std::floor(band->from + (band->to - band->from) * part + 1e-9));
}

double fraction_at(std::string_view stage, int percent) {
  const auto band = band_of(stage);
  if (!band || percent <= band->from) return 0;
  if (percent >= band->to) return 1;
  return (percent - band->from) / (band->to - band->from);
}

}  // namespace podpromo
