#include "models/tensor_moves.hpp"

#include <utility>

#include <fmt/format.h>

namespace podpromo {

namespace {

using Dims = std::vector<std::uint32_t>;

// Collects the moves; every method adds what its name says.
class Moves {
 public:
  explicit Moves(const WhisperShape& shape) : shape_(shape), width_(static_cast<std::uint32_t>(shape.width)) {}

  void positions(const std::string& side, std::int32_t context) {
    add({.from = side + "/position_encodings/encodings",
         .to = side + ".positional_embedding",
         .dims = {static_cast<std::uint32_t>(context), width_},
         .keep_f32 = true});
  }

  void convolution(int number, std::uint32_t channels) {
    const std::string from = fmt::format("encoder/conv{}", number);
    const std::string to = fmt::format("encoder.conv{}", number);
    add({.from = from + "/weight", .to = to + ".weight", .dims = {width_, channels, 3}});
    add({.from = from + "/bias", .to = to + ".bias", .dims = {width_, 1}, .keep_f32 = true});
  }

  void norm(const std::string& from, const std::string& to) {
    add({.from = from + "/gamma", .to = to + ".weight", .dims = {width_}});
    add({.from = from + "/beta", .to = to + ".bias", .dims = {width_}});
  }

  void tokens() {
    add({.from = "decoder/embeddings/weight",
         .to = "decoder.token_embedding.weight",
         .dims = {static_cast<std::uint32_t>(shape_.vocabulary), width_}});
  }

  void block(const std::string& side, int layer) {
    const std::string from = fmt::format("{}/layer_{}", side, layer);
    const std::string to = fmt::format("{}.blocks.{}", side, layer);
    self_attention(from + "/self_attention", to + ".attn");
    if (side == "decoder") cross_attention(from + "/attention", to + ".cross_attn");
    linear(from + "/ffn/linear_0", to + ".mlp.0", {4 * width_, width_});
    linear(from + "/ffn/linear_1", to + ".mlp.2", {width_, 4 * width_});
    norm(from + "/ffn/layer_norm", to + ".mlp_ln");
  }

  std::vector<TensorMove> all() && { return std::move(moves_); }

 private:
  struct Part {
    std::uint32_t part;
    std::uint32_t parts;
    bool biased;
  };

  void self_attention(const std::string& from, const std::string& to) {
    projection(from + "/linear_0", to + ".query", {0, 3, true});
    projection(from + "/linear_0", to + ".key", {1, 3, false});
    projection(from + "/linear_0", to + ".value", {2, 3, true});
    linear(from + "/linear_1", to + ".out", {width_, width_});
    norm(from + "/layer_norm", to + "_ln");
  }

  void cross_attention(const std::string& from, const std::string& to) {
    projection(from + "/linear_0", to + ".query", {0, 1, true});
    projection(from + "/linear_1", to + ".key", {0, 2, false});
    projection(from + "/linear_1", to + ".value", {1, 2, true});
    linear(from + "/linear_2", to + ".out", {width_, width_});
    norm(from + "/layer_norm", to + "_ln");
  }

  void linear(const std::string& from, const std::string& to, const Dims& dims) {
    add({.from = from + "/weight", .to = to + ".weight", .dims = dims});
    add({.from = from + "/bias", .to = to + ".bias", .dims = {dims[0]}});
  }

  // Whisper's keys have no bias; CTranslate2 keeps zeros in its place, which are dropped.
  void projection(const std::string& from, const std::string& to, const Part& part) {
    add({from + "/weight", to + ".weight", {width_, width_}, part.part, part.parts});
    if (part.biased) add({from + "/bias", to + ".bias", {width_}, part.part, part.parts});
  }

  void add(TensorMove move) { moves_.push_back(std::move(move)); }

  const WhisperShape& shape_;
  std::uint32_t width_;
  std::vector<TensorMove> moves_;
};

}  // namespace

std::vector<TensorMove> tensor_moves(const WhisperShape& shape) {
  Moves moves(shape);
  moves.positions("encoder", shape.audio_context);
  moves.convolution(1, static_cast<std::uint32_t>(shape.mel_bands));
  moves.convolution(2, static_cast<std::uint32_t>(shape.width));
  for (int layer = 0; layer < shape.audio_layers; ++layer) moves.block("encoder", layer);
  moves.norm("encoder/layer_norm", "encoder.ln_post");
  moves.positions("decoder", shape.text_context);
  moves.tokens();
  for (int layer = 0; layer < shape.text_layers; ++layer) moves.block("decoder", layer);
  moves.norm("decoder/layer_norm", "decoder.ln");
  return std::move(moves).all();
}

}  // namespace podpromo
