#include "speech/whisper/batched/forced_reading.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "speech/whisper/batched/layers.hpp"

namespace podpromo {

namespace {

// Writes the decoder down for all tokens of one text.
class ReadingGraph {
 public:
  ReadingGraph(const Weights& weights, const BatchMemory& memory, const Graph& graph, std::size_t slot)
      : weights_(weights), memory_(memory), graph_(graph), context_(graph.context()), slot_(slot) {}

  void begin(std::size_t tokens, std::size_t frames) {
    count_ = static_cast<std::int64_t>(tokens);
    frames_ = static_cast<std::int64_t>(frames);
    tokens_ = graph_.input(GGML_TYPE_I32, {count_});
    positions_ = graph_.input(GGML_TYPE_I32, {count_});
    mask_ = graph_.input(GGML_TYPE_F16, {count_, count_});
  }

  // Up to `layers` layers; each one's attention to the sound, [frames, tokens, heads].
  std::vector<ggml_tensor*> attention(std::size_t layers) const {
    ggml_tensor* x = embedded(context_, weights_, tokens_, positions_);
    std::vector<ggml_tensor*> shares;
    for (std::size_t i = 0; i < layers; ++i) {
      const TextLayer& layer = weights_.text_layers[i];
      x = with_text(layer.self, x);
      ggml_tensor* query = by_head(linear(context_, layer.cross.query, normed(context_, layer.cross.norm, x)));
      shares.push_back(looked_at(query, memory_.sound(i)));
      graph_.output(shares.back());
      x = with_sound(layer.cross, query, memory_.sound(i), x);
      x = with_feed_forward(context_, layer.feed_forward, x);
    }
    return shares;
  }

  void fill(std::span<const int> tokens) const {
    std::copy(tokens.begin(), tokens.end(), static_cast<std::int32_t*>(tokens_->data));
    auto* positions = static_cast<std::int32_t*>(positions_->data);
    std::iota(positions, positions + count_, 0);
    auto* hidden = static_cast<ggml_fp16_t*>(mask_->data);
    for (std::int64_t row = 0; row < count_; ++row, hidden += count_) {
      std::fill_n(hidden, row + 1, ggml_fp32_to_fp16(0));
      std::fill(hidden + row + 1, hidden + count_, ggml_fp32_to_fp16(-std::numeric_limits<float>::infinity()));
    }
  }

 private:
  float scale() const { return 1 / std::sqrt(static_cast<float>(weights_.shape.head_width())); }

  ggml_tensor* by_head(ggml_tensor* x) const {
    x = ggml_reshape_3d(context_, x, weights_.shape.head_width(), weights_.shape.text_heads, count_);
    return ggml_permute(context_, x, 0, 2, 1, 3);
  }

  // The first `positions` of the sound in our slot.
  ggml_tensor* sound(ggml_tensor* all, std::int64_t positions) const {
    return ggml_view_3d(context_, all, all->ne[0], positions, all->ne[2], all->nb[1], all->nb[2], slot_ * all->nb[3]);
  }

  ggml_tensor* looked_at(ggml_tensor* query, const KeysAndValues& memory) const {
    ggml_tensor* scores = ggml_mul_mat(context_, sound(memory.keys, frames_), query);
    return ggml_soft_max_ext(context_, scores, nullptr, scale(), 0);
  }

  ggml_tensor* added(const Attention& layer, ggml_tensor* seen, ggml_tensor* x) const {
    seen = ggml_reshape_2d(context_, seen, weights_.shape.width, count_);
    return ggml_add(context_, x, linear(context_, layer.out, seen));
  }

  ggml_tensor* with_text(const Attention& layer, ggml_tensor* x) const {
    ggml_tensor* even = normed(context_, layer.norm, x);
    ggml_tensor* query = by_head(linear(context_, layer.query, even));
    ggml_tensor* key = by_head(linear(context_, layer.key, even));
    ggml_tensor* value = by_head(linear(context_, layer.value, even));
    return added(layer, ggml_flash_attn_ext(context_, query, key, value, mask_, scale(), 0, 0), x);
  }

  ggml_tensor* with_sound(const Attention& layer, ggml_tensor* query, const KeysAndValues& memory,
                          ggml_tensor* x) const {
    const auto positions = static_cast<std::int64_t>(memory_.positions(slot_));
    return added(layer,
                 ggml_flash_attn_ext(context_, query, sound(memory.keys, positions), sound(memory.values, positions),
                                     nullptr, scale(), 0, 0),
                 x);
  }

  const Weights& weights_;
  const BatchMemory& memory_;
  const Graph& graph_;
  ggml_context* context_;
  std::size_t slot_;
  std::int64_t count_ = 0;
  std::int64_t frames_ = 0;
  ggml_tensor* tokens_ = nullptr;
  ggml_tensor* positions_ = nullptr;
  ggml_tensor* mask_ = nullptr;  // a token sees only those before it
};

}  // namespace

Result<TextAttention> ForcedReading::read(std::span<const int> tokens, std::size_t slot, std::size_t frames) {
  const Graph graph = runner_.begin();
  ReadingGraph reading(weights_, memory_, graph, slot);
  reading.begin(tokens.size(), frames);
  const auto shares = reading.attention(heads_.back().layer + 1);
  PODPROMO_TRY(runner_.prepare(graph));
  reading.fill(tokens);
  PODPROMO_TRY(runner_.run(graph));
  TextAttention attention{tokens.size(), frames, {}};
  for (const AlignmentHead& head : heads_) {
    const auto* first = static_cast<const float*>(shares[head.layer]->data) + head.head * tokens.size() * frames;
    attention.heads.push_back({{first, first + tokens.size() * frames}});
  }
  return attention;
}

}  // namespace podpromo
