#include "speech/mel_bands.hpp"

#include <algorithm>
#include <numeric>

namespace podpromo {

MelBands::MelBands(std::span<const float> filters) {
  for (std::size_t at = 0; at < filters.size(); at += Spectrum::kBins) {
    const auto row = filters.subspan(at, Spectrum::kBins);
    const auto counts = [](float weight) { return weight != 0; };
    const auto first = std::find_if(row.begin(), row.end(), counts);
    const auto last = std::find_if(row.rbegin(), row.rend(), counts).base();
    bands_.push_back(first < last ? Band{static_cast<std::size_t>(first - row.begin()), {first, last}} : Band{});
  }
}

float MelBands::Band::power(std::span<const float, Spectrum::kBins> bins) const {
  return std::inner_product(weights.begin(), weights.end(), bins.begin() + static_cast<std::ptrdiff_t>(first), 0.0F);
}

}  // namespace podpromo
