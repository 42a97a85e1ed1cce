#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "speech/mel_bands.hpp"
#include "speech/speakers/voiceprint.hpp"

namespace podpromo {

// What the speaker model hears of one frame: the power in each mel band, as it is, without a logarithm.
using VoiceFrame = std::array<float, kVoiceBands>;

// Turns 16 kHz sound into mel frames. Stateless: may be shared between threads.
class VoiceMel {
 public:
  VoiceMel();
  // One frame for each 160 samples from the first on, as long as there are 400 of them. Powers are multiplied by
  // `gain`.
  std::vector<VoiceFrame> of(std::span<const float> samples, float gain) const;

 private:
  MelBands bands_;
};

}  // namespace podpromo
