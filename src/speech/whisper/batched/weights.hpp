#pragma once

#include <memory>
#include <vector>

#include "speech/whisper/batched/graph.hpp"
#include "speech/whisper/batched/model_file.hpp"

namespace podpromo {

// y = weight · x + bias; keys of attention have no bias.
struct Linear {
  ggml_tensor* weight = nullptr;
  ggml_tensor* bias = nullptr;
};

struct Norm {
  ggml_tensor* weight = nullptr;
  ggml_tensor* bias = nullptr;
};

struct Attention {
  Norm norm;
  Linear query, key, value, out;
};

struct FeedForward {
  Norm norm;
  Linear widen, narrow;
};

struct AudioLayer {
  Attention attention;
  FeedForward feed_forward;
};

struct TextLayer {
  Attention self;   // over the tokens so far
  Attention cross;  // over the sound
  FeedForward feed_forward;
};

// The weights of a model in memory, shared by all workers: nothing changes them after load().
class Weights {
 public:
  // Where the processor multiplies bfloat16 by itself, half-precision matrices become bfloat16: that takes a quarter
  // less time at the same word errors. Convolutions stay as they are; ggml computes them in half precision.
  // Fails with missing_model when a tensor is absent or of another shape than `file` says.
  static Result<std::unique_ptr<const Weights>> load(ModelFile& file);

  ModelShape shape;
  Linear first_convolution, second_convolution;
  ggml_tensor* audio_positions = nullptr;
  std::vector<AudioLayer> audio_layers;
  Norm audio_norm;
  ggml_tensor* tokens = nullptr;  // a row per token, for input and output
  ggml_tensor* text_positions = nullptr;
  std::vector<TextLayer> text_layers;
  Norm text_norm;

 private:
  Weights() = default;
  GgmlContext context_;
  GgmlBuffer buffer_;
};

}  // namespace podpromo
