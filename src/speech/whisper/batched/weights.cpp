#include "speech/whisper/batched/weights.hpp"

#include <fmt/format.h>
#include <ggml-cpu.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include "speech/whisper/batched/bfloat/panels.hpp"
#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

namespace {

using Size = std::vector<std::int64_t>;

// How a tensor lies in memory.
enum class Form { as_typed, panels, convolution_panels };

// What a tensor is in memory, and where it comes from.
struct Wanted {
  ggml_tensor* tensor = nullptr;
  const StoredTensor* stored = nullptr;
  Form form = Form::as_typed;
};

// Makes a tensor for each name it is asked for, and remembers the first that the file doesn't have like that.
class Shelf {
 public:
  Shelf(const ModelFile& file, ggml_context* context) : file_(file), context_(context) {}

  ggml_tensor* take(const std::string& name, const Size& size, Form form = Form::as_typed) {
    const StoredTensor* stored = file_.find(name);
    if (stored == nullptr || stored->size != size || !has_fractions(*stored)) {
      if (missing_.empty()) missing_ = name;
      return nullptr;
    }
    const ggml_type type = form == Form::as_typed ? type_of(*stored) : GGML_TYPE_BF16;
    ggml_tensor* tensor = ggml_new_tensor(context_, type, static_cast<int>(size.size()), size.data());
    wanted_.push_back({tensor, stored, form});
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
  // Types of whole numbers have no way to single precision.
  static bool has_fractions(const StoredTensor& stored) {
    const auto type = static_cast<ggml_type>(stored.type);
    return type == GGML_TYPE_F32 || ggml_get_type_traits(type)->to_float != nullptr;
  }
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

Linear linear(Shelf& shelf, const std::string& name, Size size, Form form = Form::as_typed) {
  const std::int64_t to = size.back();
  return {shelf.take(name + ".weight", size, form), shelf.take_single(name + ".bias", {to})};
}

Linear convolution(Shelf& shelf, const std::string& name, Size size, Form form) {
  const std::int64_t to = size.back();
  return {shelf.take(name + ".weight", size, form), shelf.take_single(name + ".bias", {1, to})};
}

// How its matrices lie: those that meet what is known of the sound, and those that meet the text.
struct Forms {
  Form sound = Form::as_typed;
  Form text = Form::as_typed;
};

Attention attention(Shelf& shelf, const std::string& name, std::int64_t width, const Forms& forms) {
  return {.norm = norm(shelf, name + "_ln", width),
          .query = linear(shelf, name + ".query", {width, width}, forms.text),
          .key = {shelf.take(name + ".key.weight", {width, width}, forms.sound), nullptr},
          .value = linear(shelf, name + ".value", {width, width}, forms.sound),
          .out = linear(shelf, name + ".out", {width, width}, forms.text)};
}

FeedForward feed_forward(Shelf& shelf, const std::string& name, std::int64_t width, Form form) {
  return {.norm = norm(shelf, name + "_ln", width),
          .widen = linear(shelf, name + ".0", {width, 4 * width}, form),
          .narrow = linear(shelf, name + ".2", {4 * width, width}, form)};
}

// Whether BfloatEncoder can have them: it takes heads of 64.
bool fit_into_panels(const ModelShape& shape) {
  return bfloat::is_possible() && shape.width == shape.audio_heads * static_cast<int>(bfloat::kWidth);
}

void take_encoder(Shelf& shelf, Weights& weights) {
  const std::int64_t width = weights.shape.width;
  const bool in_panels = weights.audio_in_panels;
  const Form matrix = in_panels ? Form::panels : Form::as_typed;
  const Form steps = in_panels ? Form::convolution_panels : Form::as_typed;
  weights.first_convolution = convolution(shelf, "encoder.conv1", {3, weights.shape.mel_bands, width}, steps);
  weights.second_convolution = convolution(shelf, "encoder.conv2", {3, width, width}, steps);
  weights.audio_positions = shelf.take_single("encoder.positional_embedding", {width, weights.shape.audio_context});
  for (int i = 0; i < weights.shape.audio_layers; ++i) {
    const std::string name = fmt::format("encoder.blocks.{}.", i);
    weights.audio_layers.push_back({attention(shelf, name + "attn", width, {.sound = matrix, .text = matrix}),
                                    feed_forward(shelf, name + "mlp", width, matrix)});
  }
  weights.audio_norm = norm(shelf, "encoder.ln_post", width);
}

void take_decoder(Shelf& shelf, Weights& weights) {
  const std::int64_t width = weights.shape.width;
  const Forms cross{.sound = weights.audio_in_panels ? Form::panels : Form::as_typed};
  weights.tokens = shelf.take("decoder.token_embedding.weight", {width, weights.shape.vocabulary});
  weights.text_positions = shelf.take_single("decoder.positional_embedding", {width, weights.shape.text_context});
  for (int i = 0; i < weights.shape.text_layers; ++i) {
    const std::string name = fmt::format("decoder.blocks.{}.", i);
    weights.text_layers.push_back({attention(shelf, name + "attn", width, {}),
                                   attention(shelf, name + "cross_attn", width, cross),
                                   feed_forward(shelf, name + "mlp", width, Form::as_typed)});
  }
  weights.text_norm = norm(shelf, "decoder.ln", width);
}

// Whatever the type, as bfloat16.
std::vector<bfloat::Bfloat> narrowed(std::span<const std::byte> stored, ggml_type type) {
  const std::size_t count = stored.size() / ggml_type_size(type) * static_cast<std::size_t>(ggml_blck_size(type));
  std::vector<float> singles(count);
  if (type == GGML_TYPE_F32)
    std::memcpy(singles.data(), stored.data(), stored.size());
  else
    ggml_get_type_traits(type)->to_float(stored.data(), singles.data(), static_cast<std::int64_t>(count));
  std::vector<bfloat::Bfloat> result(count);
  bfloat::narrow(singles, result.data());
  return result;
}

Done fill(ModelFile& file, const Wanted& wanted) {
  const StoredTensor& stored = *wanted.stored;
  if (wanted.form == Form::as_typed && wanted.tensor->type == stored.type)
    return file.read(stored, {static_cast<std::byte*>(wanted.tensor->data), stored.bytes});
  std::vector<std::byte> bytes(stored.bytes);
  PODPROMO_TRY(file.read(stored, bytes));
  const auto numbers = narrowed(bytes, static_cast<ggml_type>(stored.type));
  auto* to = static_cast<bfloat::Bfloat*>(wanted.tensor->data);
  if (wanted.form == Form::as_typed) std::copy(numbers.begin(), numbers.end(), to);
  if (wanted.form == Form::panels) bfloat::pack_matrix(numbers, static_cast<std::size_t>(stored.size[0]), to);
  if (wanted.form == Form::convolution_panels)
    bfloat::pack_convolution(numbers, static_cast<std::size_t>(stored.size[1]), to);
  return {};
}

}  // namespace

Result<std::unique_ptr<const Weights>> Weights::load(ModelFile& file) {
  std::unique_ptr<Weights> weights(new Weights);
  weights->shape = file.shape();
  const auto audio_layers = static_cast<std::size_t>(file.shape().audio_layers);
  const auto text_layers = static_cast<std::size_t>(file.shape().text_layers);
  weights->context_ = tensors_without_data(32 * (1 + audio_layers + text_layers));
  weights->audio_in_panels = fit_into_panels(weights->shape);
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
