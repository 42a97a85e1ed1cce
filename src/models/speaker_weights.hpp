#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace podpromo {

// What the package of the speaker model calls its weights.
inline constexpr const char* kSpeakerWeightsInPackage = "pretrained.pt";

struct SpeakerWeights {
  std::uint64_t bytes = 0;
  std::string sha256;
};

// Takes the speaker model's numbers out of `source`, a stream in the old PyTorch format two thirds of which only
// training needs, and writes them one after the other to `target`, which is scratch: eight bytes "PPVOICE1", then as
// 32-bit floats for each of three LSTM layers its weights for the input [1024][40 or 256], its weights for the memory
// [1024][256] and its biases [1024], gates in the order input, forget, cell, output; then the last layer's weights
// [256][256] and biases [256]. Fails with bad_request when the source is not exactly as long as the one that is known.
Result<SpeakerWeights> convert_speaker_weights(const fs::path& source, const fs::path& target);

}  // namespace podpromo
