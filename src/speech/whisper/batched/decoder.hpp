#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/whisper/batched/batch_memory.hpp"
#include "speech/whisper/batched/graph.hpp"
#include "speech/whisper/batched/weights.hpp"

namespace podpromo {

// For each row in use, in order, how likely each token is to follow; they sum to 1. Gone with the next step.
class Odds {
 public:
  Odds() = default;
  Odds(std::span<const float> values, std::size_t tokens) : values_(values), tokens_(tokens) {}
  std::span<const float> of(std::size_t row) const { return values_.subspan(row * tokens_, tokens_); }

 private:
  std::span<const float> values_;
  std::size_t tokens_ = 0;
};

// The text decoder over the rows of a batch, one token of each at a time. The matrices are read once per step, however
// many texts there are: that is what makes a batch quick.
class Decoder {
 public:
  // All three outlive it.
  Decoder(const Weights& weights, BatchMemory& memory, GraphRunner& runner)
      : weights_(weights), memory_(memory), runner_(runner) {}

  // Takes one token for each of the first rows, all at `position`, which follows the one before, and gives the odds
  // among the first `candidates` tokens of the vocabulary; with 0, tokens are remembered only. Each of the first slots
  // has `rows` of them.
  // Fails with cancelled or internal.
  Result<Odds> step(std::span<const int> tokens, std::size_t position, std::size_t candidates, std::size_t rows = 1);

 private:
  const Weights& weights_;
  BatchMemory& memory_;
  GraphRunner& runner_;
};

}  // namespace podpromo
