#include "models/mel_filters.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace podpromo {

namespace {

constexpr double kNyquist = 8000.0;
constexpr double kHertzPerBin = kNyquist / (kSpectrumBins - 1);
constexpr double kHertzPerMel = 200.0 / 3.0;  // below the break
constexpr double kBreakHertz = 1000.0;
constexpr double kBreakMel = kBreakHertz / kHertzPerMel;

double log_step() { return std::log(6.4) / 27.0; }

double hertz(double mel) {
  return mel >= kBreakMel ? kBreakHertz * std::exp(log_step() * (mel - kBreakMel)) : kHertzPerMel * mel;
}

// Where the triangles begin, peak and end, in hertz: bands + 2 points at equal distances in mel.
std::vector<double> corners(int bands) {
  const double top = kBreakMel + std::log(kNyquist / kBreakHertz) / log_step();
  const double step = top / (bands + 1);
  std::vector<double> points;
  for (int i = 0; i <= bands; ++i) points.push_back(hertz(i * step));
  points.push_back(hertz(top));
  return points;
}

}  // namespace

std::vector<float> mel_filters(int bands) {
  const std::vector<double> corner = corners(bands);
  std::vector<float> filters;
  filters.reserve(static_cast<std::size_t>(bands) * kSpectrumBins);
  for (std::size_t band = 0; band + 2 < corner.size(); ++band) {
    const double norm = 2.0 / (corner[band + 2] - corner[band]);
    for (int bin = 0; bin < kSpectrumBins; ++bin) {
      const double frequency = bin * kHertzPerBin;
      const double rise = -(corner[band] - frequency) / (corner[band + 1] - corner[band]);
      const double fall = (corner[band + 2] - frequency) / (corner[band + 2] - corner[band + 1]);
      const double slope = std::min(rise, fall);
      // The original rounds the triangle to float before it scales it, and keeps the minus of the one slope that is
      // minus zero; both show in the bits.
      const float triangle = static_cast<float>(slope < 0.0 ? 0.0 : slope);
      filters.push_back(static_cast<float>(triangle * norm));
    }
  }
  return filters;
}

}  // namespace podpromo
