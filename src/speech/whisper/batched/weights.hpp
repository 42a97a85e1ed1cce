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
  Attention cross;  // over the sound, whose keys and values the encoder makes
  FeedForward feed_forward;
};

// The weights of a model in memory, shared by all workers: nothing changes them after load().
class Weights {
 public:
  // Where the processor multiplies bfloat16 by itself, half-precision matrices become bfloat16, and those of the
  // encoder are put in panels: that takes half the time at the same word errors. Fails with missing_model when a tensor
  // is absent or of another shape than `file` says.
  static Result<std::unique_ptr<const Weights>> load(ModelFile& file);

  ModelShape shape;
  // Whether the convolutions, the matrices of audio layers, and the cross.key and cross.value of text layers, lie in
  // panels (bfloat/panels.hpp), which only the BfloatEncoder can read.
  bool audio_in_panels = false;
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
