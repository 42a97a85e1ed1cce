#pragma once

#include <cstddef>
#include <vector>

#include "speech/whisper/batched/bfloat/kernels.hpp"

namespace podpromo {

// The attention of the encoder, where every position looks at all others: a third of what it calculates.
class BfloatAttention {
 public:
  static constexpr std::size_t kHeadWidth = bfloat::kWidth;

  // What there is to look at: rows of `width` numbers, a position each, the heads side by side.
  struct Looks {
    const float* query = nullptr;
    const float* key = nullptr;
    const float* value = nullptr;
    std::size_t positions = 0;
    std::size_t width = 0;
  };

  // Sized for as many `positions` at once.
  explicit BfloatAttention(std::size_t positions);

  // Fills `result`, of the same size as each of `looks`.
  void of(const Looks& looks, bfloat::Bfloat* result);

 private:
  using Bfloat = bfloat::Bfloat;
  struct Head;
  void attend(const Head& head);
  void attend_block(const Head& head, std::size_t first);

  std::vector<Bfloat> keys_;    // of one head, as product() wants its columns
  std::vector<Bfloat> values_;  // the same
  std::vector<Bfloat> queries_;
  std::vector<float> scores_;
  std::vector<Bfloat> shares_;  // how much each position counts, before they are made to sum to 1
  std::vector<float> sums_;
};

}  // namespace podpromo
