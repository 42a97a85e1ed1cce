#include "speech/speakers/voice_mel.hpp"

#include <algorithm>
#include <numeric>

#include "models/mel_filters.hpp"

namespace podpromo {

VoiceMel::VoiceMel() {
  const std::vector<float> filters = mel_filters(static_cast<int>(kVoiceBands));
  for (std::size_t i = 0; i < kVoiceBands; ++i) {
    const auto row = std::span(filters).subspan(i * kSpectrumBins, kSpectrumBins);
    const auto counts = [](float weight) { return weight != 0; };
    const auto first = std::find_if(row.begin(), row.end(), counts);
    const auto last = std::find_if(row.rbegin(), row.rend(), counts).base();
    bands_.push_back({static_cast<std::size_t>(first - row.begin()), {first, last}});
  }
}

std::vector<VoiceFrame> VoiceMel::of(std::span<const float> samples, float gain) const {
  std::vector<VoiceFrame> frames;
  if (samples.size() < kVoiceFrameLength) return frames;
  frames.resize((samples.size() - kVoiceFrameLength) / kVoiceFrameStep + 1);
  std::array<float, Spectrum::kBins> powers{};
  for (std::size_t i = 0; i < frames.size(); ++i) {
    spectrum_.powers(samples.subspan(i * kVoiceFrameStep).first<Spectrum::kSamples>(), powers);
    for (std::size_t band = 0; band < kVoiceBands; ++band) {
      const auto& weights = bands_[band].weights;
      frames[i][band] =
          gain * std::inner_product(weights.begin(), weights.end(), powers.begin() + bands_[band].first, 0.0F);
    }
  }
  return frames;
}

}  // namespace podpromo
