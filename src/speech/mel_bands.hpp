#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "speech/spectrum.hpp"

namespace podpromo {

// The power of 25 ms of sound in each band of a mel scale. Each band hears a few neighbours of the spectrum only.
class MelBands {
 public:
  // `filters` has a row of Spectrum::kBins weights for each band.
  explicit MelBands(std::span<const float> filters);

  std::size_t count() const { return bands_.size(); }
  // Hands the power of each band in turn to `take(band, power)`.
  template <class Take>
  void powers(std::span<const float, Spectrum::kSamples> samples, Take&& take) const {
    std::array<float, Spectrum::kBins> bins{};
    spectrum_.powers(samples, bins);
    for (std::size_t i = 0; i < bands_.size(); ++i) take(i, bands_[i].power(bins));
  }

 private:
  struct Band {
    std::size_t first = 0;
    std::vector<float> weights;
    float power(std::span<const float, Spectrum::kBins> bins) const;
  };
  Spectrum spectrum_;
  std::vector<Band> bands_;
};

}  // namespace podpromo
