#pragma once

#include <cstddef>
#include <span>

#include "speech/whisper/batched/alignment_heads.hpp"
#include "speech/whisper/batched/batch_memory.hpp"
#include "speech/whisper/batched/graph.hpp"
#include "speech/whisper/batched/warped_times.hpp"
#include "speech/whisper/batched/weights.hpp"

namespace podpromo {

// Has the decoder read a text that is known already, all tokens at once, to see where it looks meanwhile.
class ForcedReading {
 public:
  // All three outlive it.
  ForcedReading(const Weights& weights, const BatchMemory& memory, GraphRunner& runner)
      : weights_(weights), memory_(memory), runner_(runner), heads_(alignment_heads(weights.shape)) {}

  // False when nobody knows which heads to watch.
  bool is_possible() const { return !heads_.empty(); }
  // Reads `tokens`, at most kTextRoom with prompt and end, over the first `frames` positions of the sound in `slot`.
  // Fails with cancelled or internal.
  Result<TextAttention> read(std::span<const int> tokens, std::size_t slot, std::size_t frames);

 private:
  const Weights& weights_;
  const BatchMemory& memory_;
  GraphRunner& runner_;
  std::span<const AlignmentHead> heads_;
};

}  // namespace podpromo
