#include "speech/whisper/batched/decoder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "speech/whisper/batched/layers.hpp"

namespace podpromo {

namespace {

// Writes one step of the decoder down.
class StepGraph {
 public:
  StepGraph(const Weights& weights, const BatchMemory& memory, const Graph& graph)
      : weights_(weights), memory_(memory), graph_(graph), context_(graph.context()) {}

  void begin(std::size_t texts, std::size_t position, std::size_t rows) {
    texts_ = static_cast<std::int64_t>(texts);
    rows_ = static_cast<std::int64_t>(rows);
    sounds_ = texts_ / rows_;
    position_ = static_cast<std::int64_t>(position);
    tokens_ = graph_.input(GGML_TYPE_I32, {texts_});
    positions_ = graph_.input(GGML_TYPE_I32, {texts_});
    std::size_t shortest = memory_.positions(0), longest = shortest;
    for (std::size_t slot = 1; slot < texts / rows; ++slot) {
      shortest = std::min(shortest, memory_.positions(slot));
      longest = std::max(longest, memory_.positions(slot));
    }
    heard_ = static_cast<std::int64_t>(longest);
    if (shortest != longest) mask_ = graph_.input(GGML_TYPE_F16, {heard_, rows_, 1, sounds_});
  }

  ggml_tensor* remembered() const {
    ggml_tensor* x = embedded(context_, weights_, tokens_, positions_);
    for (std::size_t i = 0; i < weights_.text_layers.size(); ++i) {
      const TextLayer& layer = weights_.text_layers[i];
      x = with_text(layer.self, memory_.text(i), x);
      x = with_sound(layer.cross, memory_.sound(i), x);
      x = with_feed_forward(context_, layer.feed_forward, x);
    }
    return x;
  }

  ggml_tensor* odds(ggml_tensor* x, std::size_t candidates) const {
    ggml_tensor* rows = ggml_view_2d(context_, weights_.tokens, weights_.shape.width,
                                     static_cast<std::int64_t>(candidates), weights_.tokens->nb[1], 0);
    return ggml_soft_max(context_, ggml_mul_mat(context_, rows, normed(context_, weights_.text_norm, x)));
  }

  void fill(std::span<const int> tokens) const {
    std::copy(tokens.begin(), tokens.end(), static_cast<std::int32_t*>(tokens_->data));
    std::fill_n(static_cast<std::int32_t*>(positions_->data), texts_, static_cast<std::int32_t>(position_));
    if (mask_ == nullptr) return;
    auto* hidden = static_cast<ggml_fp16_t*>(mask_->data);
    const ggml_fp16_t no = ggml_fp32_to_fp16(-std::numeric_limits<float>::infinity());
    for (std::size_t row = 0; row < tokens.size(); ++row, hidden += heard_) {
      std::fill_n(hidden, heard_, ggml_fp32_to_fp16(0));
      std::fill(hidden + memory_.positions(row / static_cast<std::size_t>(rows_)), hidden + heard_, no);
    }
  }

 private:
  // The first `positions` of the first `count` slots or rows.
  ggml_tensor* first(ggml_tensor* all, std::int64_t positions, std::int64_t count) const {
    return ggml_view_4d(context_, all, all->ne[0], positions, all->ne[2], count, all->nb[1], all->nb[2], all->nb[3], 0);
  }

  // How much of a memory is looked at: the first slots or rows, each by as many queries one after the other.
  struct Reach {
    std::int64_t count = 0;
    std::int64_t positions = 0;
    ggml_tensor* mask = nullptr;
  };
  ggml_tensor* attended(ggml_tensor* query, const KeysAndValues& memory, const Reach& reach) const {
    const std::int64_t width = memory.keys->ne[0], heads = memory.keys->ne[2];
    ggml_tensor* by_head = ggml_reshape_4d(context_, query, width, heads, texts_ / reach.count, reach.count);
    ggml_tensor* seen = ggml_flash_attn_ext(
        context_, ggml_permute(context_, by_head, 0, 2, 1, 3), first(memory.keys, reach.positions, reach.count),
        first(memory.values, reach.positions, reach.count), reach.mask, 1 / std::sqrt(static_cast<float>(width)), 0, 0);
    return ggml_reshape_2d(context_, seen, weights_.shape.width, texts_);
  }

  // Writes this position's keys or values into the memory of the text.
  void remember(ggml_tensor* x, ggml_tensor* memory) const {
    const std::int64_t width = memory->ne[0], heads = memory->ne[2];
    ggml_tensor* place = ggml_view_3d(context_, memory, width, heads, texts_, memory->nb[2], memory->nb[3],
                                      static_cast<std::size_t>(position_) * memory->nb[1]);
    graph_.effect(ggml_cpy(context_, ggml_reshape_3d(context_, x, width, heads, texts_), place));
  }

  ggml_tensor* with_text(const Attention& layer, const KeysAndValues& memory, ggml_tensor* x) const {
    ggml_tensor* even = normed(context_, layer.norm, x);
    ggml_tensor* query = linear(context_, layer.query, even);
    remember(linear(context_, layer.key, even), memory.keys);
    remember(linear(context_, layer.value, even), memory.values);
    ggml_tensor* seen = attended(query, memory, {texts_, position_ + 1});
    return ggml_add(context_, x, linear(context_, layer.out, seen));
  }

  ggml_tensor* with_sound(const Attention& layer, const KeysAndValues& memory, ggml_tensor* x) const {
    ggml_tensor* query = linear(context_, layer.query, normed(context_, layer.norm, x));
    return ggml_add(context_, x, linear(context_, layer.out, attended(query, memory, {sounds_, heard_, mask_})));
  }

  const Weights& weights_;
  const BatchMemory& memory_;
  const Graph& graph_;
  ggml_context* context_;
  std::int64_t texts_ = 0;
  std::int64_t rows_ = 1;  // texts of each sound
  std::int64_t sounds_ = 0;
  std::int64_t position_ = 0;
  std::int64_t heard_ = 0;  // positions of the longest sound
  ggml_tensor* tokens_ = nullptr;
  ggml_tensor* positions_ = nullptr;
  ggml_tensor* mask_ = nullptr;  // where shorter sounds have ended
};

}  // namespace

Result<Odds> Decoder::step(std::span<const int> tokens, std::size_t position, std::size_t candidates,
                           std::size_t rows) {
  const Graph graph = runner_.begin();
  StepGraph step(weights_, memory_, graph);
  step.begin(tokens.size(), position, rows);
  ggml_tensor* result = step.remembered();
  if (candidates > 0) result = step.odds(result, candidates);
  graph.output(result);
  PODPROMO_TRY(runner_.prepare(graph));
  step.fill(tokens);
  PODPROMO_TRY(runner_.run(graph));
  if (candidates == 0) return Odds{};
  return Odds({static_cast<const float*>(result->data), tokens.size() * candidates}, candidates);
}

}  // namespace podpromo
