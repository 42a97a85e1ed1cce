#include "speech/whisper/batched/bfloat/encoder.hpp"

#include <ggml-cpu.h>

#include <algorithm>

#include "speech/whisper/batched/layers.hpp"

namespace podpromo {

namespace {

using namespace bfloat;

constexpr std::size_t kSpare = 2 * kRows;  // rows that multiply() may read beyond the last

const float* numbers_of(const ggml_tensor* tensor) {
  return tensor == nullptr ? nullptr : static_cast<const float*>(tensor->data);
}

Panels panels_of(const Linear& layer) {
  const auto outputs = static_cast<std::size_t>(layer.weight->ne[ggml_n_dims(layer.weight) - 1]);
  return {.first = static_cast<const Bfloat*>(layer.weight->data),
          .inputs = static_cast<std::size_t>(ggml_nelements(layer.weight)) / outputs,
          .outputs = outputs};
}

// A row of bands for each frame, and a row of nothing before the first and after the last.
std::vector<Bfloat> by_frame(std::span<const float> mel, std::size_t frames) {
  const std::size_t bands = mel.size() / frames;
  std::vector<float> turned((frames + kSpare) * bands);
  for (std::size_t band = 0; band < bands; ++band)
    for (std::size_t frame = 0; frame < frames; ++frame)
      turned[(frame + 1) * bands + band] = mel[band * frames + frame];
  std::vector<Bfloat> narrowed(turned.size());
  narrow(turned, narrowed.data());
  return narrowed;
}

}  // namespace

BfloatEncoder::BfloatEncoder(const Weights& weights)
    : weights_(weights),
      width_(static_cast<std::size_t>(weights.shape.width)),
      attention_(static_cast<std::size_t>(weights.shape.audio_context)) {
  const std::size_t most = static_cast<std::size_t>(weights.shape.audio_context) + kSpare;
  for (auto* rows : {&sound_, &query_, &key_, &value_}) rows->resize(most * width_);
  even_.resize(most * width_);
  wide_.resize(most * width_ * 4);
}

Done BfloatEncoder::encode(std::span<const float> mel, std::size_t positions, const std::stop_token& stop) {
  positions_ = positions;
  take_in(mel);
  for (const AudioLayer& layer : weights_.audio_layers) {
    if (stop.stop_requested()) return failure(Fault::cancelled, "listening was stopped");
    attend(layer.attention);
    feed_forward(layer.feed_forward);
  }
  even_out(weights_.audio_norm);
  return {};
}

std::vector<std::uint16_t> BfloatEncoder::for_text(const Linear& layer) {
  multiply_even(layer, query_);
  std::vector<std::uint16_t> halves(positions_ * width_);
  ggml_cpu_fp32_to_fp16(query_.data(), halves.data(), static_cast<std::int64_t>(halves.size()));
  return halves;
}

// Both convolutions look at three steps, which lie one after another: a row of three is a row of one that is longer.
// The second looks from every other step only.
void BfloatEncoder::take_in(std::span<const float> mel) {
  const std::size_t frames = 2 * positions_;
  const auto steps = by_frame(mel, frames);
  // wide_ has room for frames of the model's width; a row of nothing stands before the first and after the last.
  std::fill_n(wide_.begin(), width_, Bfloat{0});
  std::fill_n(wide_.begin() + static_cast<std::ptrdiff_t>((frames + 1) * width_), width_, Bfloat{0});
  multiply(panels_of(weights_.first_convolution), {steps.data(), mel.size() / frames, frames},
           {.bias = numbers_of(weights_.first_convolution.bias), .bend = true}, wide_.data() + width_);
  multiply(panels_of(weights_.second_convolution), {wide_.data(), 2 * width_, positions_},
           {.bias = numbers_of(weights_.second_convolution.bias),
            .bend = true,
            .added = numbers_of(weights_.audio_positions)},
           sound_.data());
}

void BfloatEncoder::attend(const Attention& layer) {
  even_out(layer.norm);
  multiply_even(layer.query, query_);
  multiply_even(layer.key, key_);
  multiply_even(layer.value, value_);
  attention_.of(
      {.query = query_.data(), .key = key_.data(), .value = value_.data(), .positions = positions_, .width = width_},
      even_.data());
  multiply(panels_of(layer.out), {even_.data(), width_, positions_},
           {.bias = numbers_of(layer.out.bias), .added = sound_.data()}, sound_.data());
}

void BfloatEncoder::feed_forward(const FeedForward& layer) {
  even_out(layer.norm);
  multiply(panels_of(layer.widen), {even_.data(), width_, positions_},
           {.bias = numbers_of(layer.widen.bias), .bend = true}, wide_.data());
  multiply(panels_of(layer.narrow), {wide_.data(), 4 * width_, positions_},
           {.bias = numbers_of(layer.narrow.bias), .added = sound_.data()}, sound_.data());
}

void BfloatEncoder::even_out(const Norm& norm) {
  const Evenness evenness{.scale = numbers_of(norm.weight), .shift = numbers_of(norm.bias), .epsilon = kNormEpsilon};
  for (std::size_t at = 0; at < positions_ * width_; at += width_)
    bfloat::even_out(sound_.data() + at, width_, evenness, even_.data() + at);
}

void BfloatEncoder::multiply_even(const Linear& layer, std::vector<float>& to) {
  multiply(panels_of(layer), {even_.data(), width_, positions_}, {.bias = numbers_of(layer.bias)}, to.data());
}

}  // namespace podpromo
