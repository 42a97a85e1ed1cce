#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.hpp"
#include "speech/whisper/batched/bfloat/attention.hpp"
#include "speech/whisper/batched/bfloat/panels.hpp"
#include "speech/whisper/batched/weights.hpp"

namespace podpromo {

// The encoder where the processor multiplies bfloat16 by itself: twice as quick as by ggml, because weights lie in the
// order in which they are read, and because what is done to each sum is done while it is at hand. For weights in
// panels.
class BfloatEncoder {
 public:
  // `weights` outlives it.
  explicit BfloatEncoder(const Weights& weights);

  // Encodes the mel spectrum `mel`, a row of frames for each band, two frames for a position. Fails with cancelled.
  Done encode(std::span<const float> mel, std::size_t positions, const std::stop_token& stop);

  // What a text layer needs of what was encoded last, by one of its matrices: half precision, a row of the model's
  // width for each position.
  std::vector<std::uint16_t> for_text(const Linear& layer);

 private:
  using Bfloat = bfloat::Bfloat;
  void take_in(std::span<const float> mel);
  void attend(const Attention& layer);
  void feed_forward(const FeedForward& layer);
  void even_out(const Norm& norm);
  // Rows of the last even_out(), multiplied.
  void multiply_even(const Linear& layer, std::vector<float>& to);

  const Weights& weights_;
  std::size_t width_;
  BfloatAttention attention_;
  std::size_t positions_ = 0;
  std::vector<float> sound_;  // what is known of each position, layer after layer
  std::vector<Bfloat> even_;  // the same for the next product
  std::vector<Bfloat> wide_;  // four times as wide
  std::vector<float> query_, key_, value_;
};

}  // namespace podpromo
