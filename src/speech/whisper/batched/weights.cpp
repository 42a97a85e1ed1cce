#include "speech/whisper/batched/weights.hpp"

#include <fmt/format.h>
#include <ggml-cpu.h>

#include <algorithm>
#include <string>
#include <utility>

#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

namespace {

using Size = std::vector<std::int64_t>;

// What a tensor is in memory, and where it comes from.
struct Wanted {
  ggml_tensor* tensor = nullptr;
  const StoredTensor* stored = nullptr;
};

// Makes a tensor for each name it is asked for, and remembers the first that the file doesn't have like that.
class Shelf {
 public:
  Shelf(const ModelFile& file, ggml_context* context) : file_(file), context_(context) {}

  ggml_tensor* take(const std::string& name, const Size& size) {
    const StoredTensor* stored = file_.find(name);
    if (stored == nullptr || stored->size != size) {
      if (missing_.empty()) missing_ = name;
      return nullptr;
    }
    ggml_tensor* tensor = ggml_new_tensor(context_, type_of(*stored), static_cast<int>(size.size()), size.data());
    wanted_.push_back({tensor, stored});
    return tensor;
  }
  // Everything but matrices is added and multiplied item by item, which ggml does in single precision only.
  ggml_tensor* take_single(const std::string& name, const Size& size) {
    ggml_tensor* tensor = take(name, size);
    if (tensor != nullptr && tensor->type != GGML_TYPE_F32 && missing_.empty()) missing_ = name;
    return tensor;
  }

  const std::string& missing() const { return missing_; }
  const std::vector<Wanted>& wanted() const { return wanted_; }

 private:
  static ggml_type type_of(const StoredTensor& stored) {
    const bool is_half_matrix = stored.type == GGML_TYPE_F16 && stored.size.size() == 2;
    return is_half_matrix && ggml_cpu_has_avx512_bf16() != 0 ? GGML_TYPE_BF16 : static_cast<ggml_type>(stored.type);
  }

  const ModelFile& file_;
  ggml_context* context_;
  std::string missing_;
  std::vector<Wanted> wanted_;
};

Norm norm(Shelf& shelf, const std::string& name, std::int64_t width) {
  return {shelf.take_single(name + ".weight", {width}), shelf.take_single(name + ".bias", {width})};
}

Linear linear(Shelf& shelf, const std::string& name, std::int64_t from, std::int64_t to) {
  return {shelf.take(name + ".weight", {from, to}), shelf.take_single(name + ".bias", {to})};
}

Linear convolution(Shelf& shelf, const std::string& name, std::int64_t from, std::int64_t to) {
  return {shelf.take(name + ".weight", {3, from, to}), shelf.take_single(name + ".bias", {1, to})};
}

Attention attention(Shelf& shelf, const std::string& name, std::int64_t width) {
  return {.norm = norm(shelf, name + "_ln", width),
          .query = linear(shelf, name + ".query", width, width),
          .key = {shelf.take(name + ".key.weight", {width, width}), nullptr},
          .value = linear(shelf, name + ".value", width, width),
          .out = linear(shelf, name + ".out", width, width)};
}

FeedForward feed_forward(Shelf& shelf, const std::string& name, std::int64_t width) {
  return {.norm = norm(shelf, name + "_ln", width),
          .widen = linear(shelf, name + ".0", width, 4 * width),
          .narrow = linear(shelf, name + ".2", 4 * width, width)};
}

void take_encoder(Shelf& shelf, Weights& weights) {
  const std::int64_t width = weights.shape.width;
  weights.first_convolution = convolution(shelf, "encoder.conv1", weights.shape.mel_bands, width);
  weights.second_convolution = convolution(shelf, "encoder.conv2", width, width);
  weights.audio_positions = shelf.take_single("encoder.positional_embedding", {width, weights.shape.audio_context});
  for (int i = 0; i < weights.shape.audio_layers; ++i) {
    const std::string name = fmt::format("encoder.blocks.{}.", i);
    weights.audio_layers.push_back({attention(shelf, name + "attn", width), feed_forward(shelf, name + "mlp", width)});
  }
  weights.audio_norm = norm(shelf, "encoder.ln_post", width);
}

void take_decoder(Shelf& shelf, Weights& weights) {
  const std::int64_t width = weights.shape.width;
  weights.tokens = shelf.take("decoder.token_embedding.weight", {width, weights.shape.vocabulary});
  weights.text_positions = shelf.take_single("decoder.positional_embedding", {width, weights.shape.text_context});
  for (int i = 0; i < weights.shape.text_layers; ++i) {
    const std::string name = fmt::format("decoder.blocks.{}.", i);
    weights.text_layers.push_back({attention(shelf, name + "attn", width), attention(shelf, name + "cross_attn", width),
                                   feed_forward(shelf, name + "mlp", width)});
  }
  weights.text_norm = norm(shelf, "decoder.ln", width);
}

// Half precision to bfloat16, by way of single.
void widen_range(std::span<const ggml_fp16_t> halves, ggml_tensor* tensor) {
  constexpr std::size_t kAtOnce = 4096;
  std::vector<float> singles(kAtOnce);
  auto* to = static_cast<ggml_bf16_t*>(tensor->data);
  for (std::size_t at = 0; at < halves.size(); at += kAtOnce) {
    const auto count = static_cast<std::int64_t>(std::min(kAtOnce, halves.size() - at));
    ggml_cpu_fp16_to_fp32(halves.data() + at, singles.data(), count);
    ggml_cpu_fp32_to_bf16(singles.data(), to + at, count);
  }
}

Done fill(ModelFile& file, const Wanted& wanted) {
  if (wanted.tensor->type == wanted.stored->type)
    return file.read(*wanted.stored, {static_cast<std::byte*>(wanted.tensor->data), wanted.stored->bytes});
  std::vector<ggml_fp16_t> halves(wanted.stored->bytes / sizeof(ggml_fp16_t));
  PODPROMO_TRY(file.read(*wanted.stored, std::as_writable_bytes(std::span(halves))));
  widen_range(halves, wanted.tensor);
  return {};
}

}  // namespace

Result<std::unique_ptr<const Weights>> Weights::load(ModelFile& file) {
  std::unique_ptr<Weights> weights(new Weights);
  weights->shape = file.shape();
  const auto audio_layers = static_cast<std::size_t>(file.shape().audio_layers);
  const auto text_layers = static_cast<std::size_t>(file.shape().text_layers);
  weights->context_ = tensors_without_data(32 * (1 + audio_layers + text_layers));
  Shelf shelf(file, weights->context_.get());
  take_encoder(shelf, *weights);
  take_decoder(shelf, *weights);
  if (!shelf.missing().empty()) return unusable_model("no tensor " + shelf.missing() + " of the right shape");
  weights->buffer_.reset(
      ggml_backend_alloc_ctx_tensors_from_buft(weights->context_.get(), ggml_backend_cpu_buffer_type()));
  if (!weights->buffer_) return engine_failed("no memory for the weights");
  for (const Wanted& wanted : shelf.wanted()) PODPROMO_TRY(fill(file, wanted));
  return weights;
}

}  // namespace podpromo
