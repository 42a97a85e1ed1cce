#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "speech/speakers/voiceprint.hpp"
#include "speech/spectrum.hpp"

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
  // The bins that a band hears: neighbours.
  struct Band {
    std::size_t first = 0;
    std::vector<float> weights;
  };
  Spectrum spectrum_;
  std::vector<Band> bands_;
};

}  // namespace podpromo
