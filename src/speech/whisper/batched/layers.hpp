#pragma once

#include "speech/whisper/batched/weights.hpp"

namespace podpromo {

inline constexpr float kNormEpsilon = 1e-5F;

// The pieces that encoder and decoder are built from: each writes its calculation down and returns the result.
// A column of `x` is one position.

// Each token as the decoder takes it in, at its position in the text.
ggml_tensor* embedded(ggml_context* context, const Weights& weights, ggml_tensor* tokens, ggml_tensor* positions);
ggml_tensor* linear(ggml_context* context, const Linear& layer, ggml_tensor* x);
ggml_tensor* normed(ggml_context* context, const Norm& layer, ggml_tensor* x);
ggml_tensor* gelu(ggml_context* context, ggml_tensor* x);
// x plus what the layer adds to it.
ggml_tensor* with_feed_forward(ggml_context* context, const FeedForward& layer, ggml_tensor* x);

}  // namespace podpromo
