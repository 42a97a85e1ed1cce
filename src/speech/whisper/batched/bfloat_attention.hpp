#pragma once

#include <ggml.h>

#include <cstddef>
#include <vector>

#include "speech/whisper/batched/bfloat_kernels.hpp"

namespace podpromo {

// The attention of the encoder, where every position looks at all others, by the processor's own bfloat16 products.
// Only where bfloat::is_possible(). That is half of what the encoder calculates, and ggml does it in single precision.
class BfloatAttention {
 public:
  static constexpr std::size_t kHeadWidth = bfloat::kWidth;

  // Sized for as many `positions` at once.
  explicit BfloatAttention(std::size_t positions);

  // Writes down the attention over `query`, `key` and `value`, all in single precision and [heads × 64, positions], and
  // returns its result of the same size. The object outlives the calculation, and serves one at a time.
  ggml_tensor* of(ggml_context* context, ggml_tensor* query, ggml_tensor* key, ggml_tensor* value);

 private:
  using Bfloat = bfloat::Bfloat;
  struct Head;
  static void calculate(ggml_tensor* result, int thread, int threads, void* self);
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
