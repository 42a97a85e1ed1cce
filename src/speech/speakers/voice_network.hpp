#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "speech/speakers/voice_layers.hpp"
#include "speech/speakers/voice_mel.hpp"
#include "speech/speakers/voiceprint.hpp"

namespace podpromo {

// The speaker model (Generalized End-to-End loss, as Resemblyzer trained it): three LSTM layers that hear 1.6 s, and
// a last layer that makes a voiceprint of what they say at the end. Threads may share one.
class VoiceNetwork {
 public:
  // Fails with missing_model and the command to run when the file isn't there or isn't what our conversion makes.
  static Result<VoiceNetwork> load(const fs::path& file);

  // A voiceprint for each window of 160 frames; at most kVoicesTogether of them. A window's print does not depend on
  // its company.
  std::vector<Voiceprint> prints(std::span<const std::span<const VoiceFrame>> windows) const;

 private:
  Voiceprint finished(const VoiceMemory& last, std::size_t window) const;
  std::array<VoiceLayer, 3> layers_;
  std::vector<float> last_weights_;  // [256][256]
  std::vector<float> last_biases_;
};

}  // namespace podpromo
