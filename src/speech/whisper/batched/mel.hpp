#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/mel_bands.hpp"
#include "speech/whisper/batched/model_file.hpp"

namespace podpromo {

// What Whisper sees of sound: how loud each mel band is in each hundredth of a second, as a logarithm squeezed to
// about −1…1 relative to the loudest.
class Mel {
 public:
  static constexpr std::size_t kStep = 160;  // samples from one frame to the next

  explicit Mel(const MelFilters& filters) : bands_(filters.weights) {}

  std::size_t bands() const { return bands_.count(); }
  // `frames` frames of 16 kHz `samples` (at least 201 of them) followed by silence, one band after the other.
  // Only frames that reach into the sound are computed.
  std::vector<float> of(std::span<const float> samples, std::size_t frames) const;

 private:
  MelBands bands_;
};

}  // namespace podpromo
