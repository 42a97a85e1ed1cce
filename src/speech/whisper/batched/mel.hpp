#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/spectrum.hpp"
#include "speech/whisper/batched/model_file.hpp"

namespace podpromo {

// What Whisper sees of sound: how loud each mel band is in each hundredth of a second, as a logarithm squeezed to
// about −1…1 relative to the loudest.
class Mel {
 public:
  static constexpr std::size_t kStep = 160;  // samples from one frame to the next

  explicit Mel(const MelFilters& filters);

  std::size_t bands() const { return bands_.size(); }
  // `frames` frames of 16 kHz `samples` (at least 201 of them) followed by silence, one band after the other.
  // Only frames that reach into the sound are computed.
  std::vector<float> of(std::span<const float> samples, std::size_t frames) const;

 private:
  // The bins that a band hears; each hears a few neighbours only.
  struct Band {
    std::size_t first = 0;
    std::vector<float> weights;
  };
  Spectrum spectrum_;
  std::vector<Band> bands_;
};

}  // namespace podpromo
