#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "speech/speakers/voiceprint.hpp"

namespace podpromo {

// How many windows go through the network side by side: each weight that is read is used as many times.
inline constexpr std::size_t kVoicesTogether = 16;

// One number of each of the windows that go together.
struct alignas(64) Lanes {
  std::array<float, kVoicesTogether> of;
};

// An LSTM layer: 256 units that read `inputs` numbers and what all of them said a step ago.
struct VoiceLayer {
  std::size_t inputs = 0;
  std::vector<float> weights;  // as packed_layer() lays them
};

// The weights in the order in which they are used: for each few units in turn their biases, then what each input and
// each remembered number counts for them, four gates a unit. How many units go together depends on this
// processor, and where it multiplies bfloat16, two weights of a row are rounded to it and lie in one number.
// `input` is [4 · 256][inputs], `memory` [4 · 256][256], `biases` [4 · 256]; gates in the order input, forget, cell,
// output.
VoiceLayer packed_layer(std::span<const float> input, std::span<const float> memory, std::span<const float> biases);

// What a layer knows between two steps.
struct VoiceMemory {
  std::array<Lanes, kVoiceprintSize> said{};
  std::array<Lanes, kVoiceprintSize> cells{};
};

// One step of 10 ms: reads `inputs` numbers, leaves in `memory` what the units say now.
void step(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory);

}  // namespace podpromo
