#include "speech/whisper/batched/encoder.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "speech/whisper/batched/layers.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kSamplesPerPosition = 2 * Mel::kStep;  // the second convolution takes every other frame
constexpr std::size_t kSilenceAfter = 64;
constexpr std::size_t kLeastPositions = 768;
constexpr std::size_t kPositionStep = 256;

// Writes the encoder down for one chunk.
class EncoderGraph {
 public:
  EncoderGraph(const Weights& weights, const Graph& graph, std::size_t positions)
      : weights_(weights),
        graph_(graph),
        context_(graph.context()),
        positions_(static_cast<std::int64_t>(positions)),
        mel_(graph.input(GGML_TYPE_F32, {2 * positions_, weights.shape.mel_bands})) {}

  ggml_tensor* mel() const { return mel_; }

  ggml_tensor* encoded() const {
    ggml_tensor* x = convolved(weights_.first_convolution, mel_, 1);
    x = convolved(weights_.second_convolution, x, 2);
    x = ggml_cont(context_, ggml_transpose(context_, x));
    x = ggml_add(context_, x,
                 ggml_view_2d(context_, weights_.audio_positions, weights_.shape.width, positions_,
                              weights_.audio_positions->nb[1], 0));
    for (const AudioLayer& layer : weights_.audio_layers)
      x = with_feed_forward(context_, layer.feed_forward, with_attention(layer.attention, x));
    return normed(context_, weights_.audio_norm, x);
  }

  // One text layer's keys or values of the sound `x`.
  ggml_tensor* for_text(const Linear& layer, ggml_tensor* x) const {
    ggml_tensor* half = ggml_cast(context_, linear(context_, layer, x), GGML_TYPE_F16);
    graph_.output(half);
    return half;
  }

 private:
  ggml_tensor* convolved(const Linear& layer, ggml_tensor* x, int step) const {
    x = ggml_conv_1d(context_, layer.weight, x, step, 1, 1);
    return gelu(context_, ggml_add(context_, x, layer.bias));
  }

  // [width, positions] as [head width, positions, heads].
  ggml_tensor* by_head(ggml_tensor* x) const {
    const std::int64_t heads = weights_.shape.audio_heads;
    x = ggml_reshape_3d(context_, x, weights_.shape.width / heads, heads, positions_);
    return ggml_permute(context_, x, 0, 2, 1, 3);
  }

  // Keys and values stay in single precision: ggml's tiled attention would widen halves again for every 64 queries.
  ggml_tensor* attended(ggml_tensor* query, ggml_tensor* key, ggml_tensor* value) const {
    const float scale = 1 / std::sqrt(static_cast<float>(weights_.shape.head_width()));
    ggml_tensor* seen =
        ggml_flash_attn_ext(context_, by_head(query), by_head(key), by_head(value), nullptr, scale, 0, 0);
    return ggml_reshape_2d(context_, seen, weights_.shape.width, positions_);
  }

  ggml_tensor* with_attention(const Attention& layer, ggml_tensor* x) const {
    ggml_tensor* even = normed(context_, layer.norm, x);
    ggml_tensor* seen = attended(linear(context_, layer.query, even), linear(context_, layer.key, even),
                                 linear(context_, layer.value, even));
    return ggml_add(context_, x, linear(context_, layer.out, seen));
  }

  const Weights& weights_;
  const Graph& graph_;
  ggml_context* context_;
  std::int64_t positions_;
  ggml_tensor* mel_;
};

std::span<const std::uint16_t> halves_of(const ggml_tensor* tensor) {
  return {static_cast<const std::uint16_t*>(tensor->data), static_cast<std::size_t>(ggml_nelements(tensor))};
}

}  // namespace

std::size_t positions_for(std::size_t samples, const ModelShape& shape) {
  const std::size_t needed = (samples + kSamplesPerPosition - 1) / kSamplesPerPosition + kSilenceAfter;
  const std::size_t stepped = (needed + kPositionStep - 1) / kPositionStep * kPositionStep;
  return std::min(std::max(stepped, kLeastPositions), static_cast<std::size_t>(shape.audio_context));
}

Encoder::Encoder(const Weights& weights, const Mel& mel, GraphRunner& runner)
    : weights_(weights), mel_(mel), runner_(runner) {
  if (weights.audio_in_panels) bfloat_.emplace(weights);
}

Done Encoder::encode(std::span<const float> samples, const KeepSound& keep) {
  const std::size_t positions = positions_for(samples.size(), weights_.shape);
  const auto mel = mel_.of(samples, 2 * positions);
  return bfloat_ ? encode_by_bfloat(mel, positions, keep) : encode_by_ggml(mel, positions, keep);
}

Done Encoder::encode_by_bfloat(std::span<const float> mel, std::size_t positions, const KeepSound& keep) {
  PODPROMO_TRY(bfloat_->encode(mel, positions, runner_.stop()));
  for (std::size_t i = 0; i < weights_.text_layers.size(); ++i) {
    const Attention& cross = weights_.text_layers[i].cross;
    const auto keys = bfloat_->for_text(cross.key), values = bfloat_->for_text(cross.value);
    keep({i, positions, keys, values});
  }
  return {};
}

Done Encoder::encode_by_ggml(std::span<const float> mel, std::size_t positions, const KeepSound& keep) {
  const Graph graph = runner_.begin();
  const EncoderGraph encoder(weights_, graph, positions);
  ggml_tensor* sound = encoder.encoded();
  std::vector<std::pair<ggml_tensor*, ggml_tensor*>> kept;
  for (const TextLayer& layer : weights_.text_layers)
    kept.emplace_back(encoder.for_text(layer.cross.key, sound), encoder.for_text(layer.cross.value, sound));
  PODPROMO_TRY(runner_.prepare(graph));
  std::memcpy(encoder.mel()->data, mel.data(), mel.size() * sizeof(float));
  PODPROMO_TRY(runner_.run(graph));
  for (std::size_t i = 0; i < kept.size(); ++i)
    keep({i, positions, halves_of(kept[i].first), halves_of(kept[i].second)});
  return {};
}

}  // namespace podpromo
