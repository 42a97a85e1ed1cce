#include "speech/whisper/batched/layers.hpp"

#include "speech/whisper/batched/bfloat/kernels.hpp"

namespace podpromo {

namespace {

// NOLINTNEXTLINE(readability-function-size): ggml says what it is called with.
void gelu_in_place(ggml_tensor* result, const ggml_tensor*, int, int, void*) {
  bfloat::gelu(static_cast<float*>(result->data), static_cast<std::size_t>(ggml_nelements(result)));
}

}  // namespace

ggml_tensor* embedded(ggml_context* context, const Weights& weights, ggml_tensor* tokens, ggml_tensor* positions) {
  return ggml_add(context, ggml_get_rows(context, weights.tokens, tokens),
                  ggml_get_rows(context, weights.text_positions, positions));
}

ggml_tensor* linear(ggml_context* context, const Linear& layer, ggml_tensor* x) {
  ggml_tensor* product = ggml_mul_mat(context, layer.weight, x);
  return layer.bias == nullptr ? product : ggml_add(context, product, layer.bias);
}

ggml_tensor* normed(ggml_context* context, const Norm& layer, ggml_tensor* x) {
  ggml_tensor* even = ggml_norm(context, x, kNormEpsilon);
  return ggml_add(context, ggml_mul(context, even, layer.weight), layer.bias);
}

// ggml looks each number up in a table, which is the better way only without wide instructions.
ggml_tensor* gelu(ggml_context* context, ggml_tensor* x) {
  if (!bfloat::is_possible()) return ggml_gelu(context, x);
  return ggml_map_custom1_inplace(context, x, gelu_in_place, 1, nullptr);
}

ggml_tensor* with_feed_forward(ggml_context* context, const FeedForward& layer, ggml_tensor* x) {
  ggml_tensor* wide = gelu(context, linear(context, layer.widen, normed(context, layer.norm, x)));
  return ggml_add(context, x, linear(context, layer.narrow, wide));
}

}  // namespace podpromo
