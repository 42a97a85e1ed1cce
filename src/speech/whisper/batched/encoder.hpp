#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "speech/whisper/batched/bfloat/encoder.hpp"
#include "speech/whisper/batched/graph.hpp"
#include "speech/whisper/batched/mel.hpp"
#include "speech/whisper/batched/weights.hpp"

namespace podpromo {

// Where the encoder puts what it makes of a chunk: `keys` and `values` of one text layer in half precision, `positions`
// columns of the model's width.
struct SoundOfLayer {
  std::size_t layer = 0;
  std::size_t positions = 0;
  std::span<const std::uint16_t> keys;
  std::span<const std::uint16_t> values;
};
using KeepSound = std::function<void(const SoundOfLayer&)>;

// How many positions of 20 ms the encoder looks at for `samples` of sound: a little silence after the end, because
// without it words go missing, and not less than some 15 s, because on less the decoder goes in circles. Steps of five
// seconds lose fewer words than finer ones.
std::size_t positions_for(std::size_t samples, const ModelShape& shape);

// Turns sound into what the decoder looks at.
class Encoder {
 public:
  // All three outlive it.
  Encoder(const Weights& weights, const Mel& mel, GraphRunner& runner);

  // Encodes `samples` and hands to `keep` what each text layer needs of them. Fails with cancelled or internal.
  Done encode(std::span<const float> samples, const KeepSound& keep);

 private:
  Done encode_by_bfloat(std::span<const float> mel, std::size_t positions, const KeepSound& keep);
  Done encode_by_ggml(std::span<const float> mel, std::size_t positions, const KeepSound& keep);
  const Weights& weights_;
  const Mel& mel_;
  GraphRunner& runner_;
  std::optional<BfloatEncoder> bfloat_;  // for weights in panels
};

}  // namespace podpromo
