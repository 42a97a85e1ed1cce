#include "speech/whisper/batched/mel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace podpromo {

namespace {

constexpr std::size_t kPad = Spectrum::kSamples / 2;  // a frame is centred on its instant
constexpr float kQuietest = 1e-10F;
constexpr float kRange = 8;  // ten-fold steps below the loudest that are told apart

// The sound with its mirror image before it, as the models were trained with, and silence after it.
std::vector<float> padded(std::span<const float> samples, std::size_t length) {
  std::vector<float> whole(length);
  std::reverse_copy(samples.begin() + 1, samples.begin() + 1 + kPad, whole.begin());
  std::copy(samples.begin(), samples.end(), whole.begin() + kPad);
  return whole;
}

}  // namespace

Mel::Mel(const MelFilters& filters) {
  for (std::size_t i = 0; i < filters.bands; ++i) {
    const auto row = std::span(filters.weights).subspan(i * filters.bins, filters.bins);
    const auto counts = [](float weight) { return weight != 0; };
    const auto first = std::find_if(row.begin(), row.end(), counts);
    const auto last = std::find_if(row.rbegin(), row.rend(), counts).base();
    bands_.push_back(first < last ? Band{static_cast<std::size_t>(first - row.begin()), {first, last}} : Band{});
  }
}

std::vector<float> Mel::of(std::span<const float> samples, std::size_t frames) const {
  const std::size_t heard = std::min(frames, (samples.size() + kPad + kStep - 1) / kStep);
  const auto sound = padded(samples, samples.size() + 2 * Spectrum::kSamples + kStep);
  const float silence = std::log10(kQuietest);
  std::vector<float> mel(bands() * frames, silence);
  std::array<float, Spectrum::kBins> powers{};
  for (std::size_t frame = 0; frame < heard; ++frame) {
    spectrum_.powers(std::span(sound).subspan(frame * kStep).first<Spectrum::kSamples>(), powers);
    for (std::size_t i = 0; i < bands(); ++i) {
      const auto& weights = bands_[i].weights;
      const float power = std::inner_product(weights.begin(), weights.end(), powers.begin() + bands_[i].first, 0.0F);
      mel[i * frames + frame] = std::log10(std::max(power, kQuietest));
    }
  }
  const float least = *std::max_element(mel.begin(), mel.end()) - kRange;
  for (float& value : mel) value = (std::max(value, least) + 4) / 4;
  return mel;
}

}  // namespace podpromo
