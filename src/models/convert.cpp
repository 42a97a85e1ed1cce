#include "models/convert.hpp"

#include <cstring>
#include <string_view>

#include <fmt/format.h>

#include "models/ctranslate2_reader.hpp"
#include "models/half.hpp"
#include "models/tensor_moves.hpp"
#include "models/vocabulary.hpp"

namespace podpromo {

namespace {

constexpr std::int32_t kEnglishVocabulary = 51864;
constexpr std::int32_t kLargestVocabulary = 51866;  // large-v3 knows one language more
// Tokens that spell text; the special ones after them are made up by whisper.cpp from their numbers.
constexpr std::size_t kEnglishTokens = 50256;
constexpr std::size_t kManyLanguagesTokens = 50257;
constexpr std::uint32_t kWidest = 4096;
constexpr std::uint32_t kLongestContext = 4096;
constexpr int kMostLayers = 64;

Result<const Ct2Variable*> needed(const Ct2Model& model, const std::string& name) {
  const Ct2Variable* variable = model.find(name);
  if (variable == nullptr) return damaged_model(fmt::format("{} is missing", name));
  return variable;
}

// How many layers follow one another from 0.
int layers(const Ct2Model& model, std::string_view side) {
  int count = 0;
  while (count <= kMostLayers && model.find(fmt::format("{}/layer_{}/ffn/linear_0/weight", side, count)) != nullptr)
    ++count;
  return count;
}

Result<std::int32_t> context(const Ct2Model& model, const std::string& side) {
  PODPROMO_TRY(positions, needed(model, side + "/position_encodings/encodings"));
  if (positions->dims.size() != 2 || positions->dims[0] == 0 || positions->dims[0] > kLongestContext)
    return damaged_model(fmt::format("the positions of the {} have an impossible shape", side));
  return static_cast<std::int32_t>(positions->dims[0]);
}

Done check(const WhisperShape& shape) {
  const bool vocabulary = shape.vocabulary >= kEnglishVocabulary && shape.vocabulary <= kLargestVocabulary;
  const bool bands = shape.mel_bands == 80 || shape.mel_bands == 128;
  const auto heads_fit = [&](std::int32_t heads) { return heads > 0 && shape.width % heads == 0; };
  const auto layers_fit = [](std::int32_t count) { return count > 0 && count <= kMostLayers; };
  if (vocabulary && bands && heads_fit(shape.audio_heads) && heads_fit(shape.text_heads) &&
      layers_fit(shape.audio_layers) && layers_fit(shape.text_layers))
    return {};
  return failure(
      Fault::bad_request, "the model doesn't have the shape of a Whisper model",
      "Import an original or fine-tuned Whisper model.",
      fmt::format("vocabulary {}, mel bands {}, width {}, heads {}/{}, layers {}/{}", shape.vocabulary, shape.mel_bands,
                  shape.width, shape.audio_heads, shape.text_heads, shape.audio_layers, shape.text_layers));
}

Result<WhisperShape> shape_of(const Ct2Model& model) {
  PODPROMO_TRY(embeddings, needed(model, "decoder/embeddings/weight"));
  PODPROMO_TRY(first, needed(model, "encoder/conv1/weight"));
  if (embeddings->dims.size() != 2 || first->dims.size() != 3) return damaged_model("a tensor has the wrong rank");
  if (embeddings->dims[0] > kLargestVocabulary || embeddings->dims[1] == 0 || embeddings->dims[1] > kWidest ||
      first->dims[1] > kWidest)
    return damaged_model("a tensor has an impossible size");
  PODPROMO_TRY(audio_context, context(model, "encoder"));
  PODPROMO_TRY(text_context, context(model, "decoder"));
  PODPROMO_TRY(audio_heads, model.whole_number("encoder/num_heads"));
  PODPROMO_TRY(text_heads, model.whole_number("decoder/num_heads"));
  const WhisperShape shape{.vocabulary = static_cast<std::int32_t>(embeddings->dims[0]),
                           .audio_context = audio_context,
                           .width = static_cast<std::int32_t>(embeddings->dims[1]),
                           .audio_heads = audio_heads,
                           .audio_layers = layers(model, "encoder"),
                           .text_context = text_context,
                           .text_heads = text_heads,
                           .text_layers = layers(model, "decoder"),
                           .mel_bands = static_cast<std::int32_t>(first->dims[1])};
  PODPROMO_TRY(check(shape));
  return shape;
}

// The shape the variable must have for `move` to be cut out of it.
std::vector<std::uint32_t> source_dims(const TensorMove& move) {
  std::vector<std::uint32_t> dims = move.dims;
  dims[0] *= move.parts;
  // Convolution biases are written as a column.
  if (dims.size() == 2 && dims[1] == 1) dims.pop_back();
  return dims;
}

std::vector<char> widened(const std::vector<char>& halves) {
  std::vector<float> floats(halves.size() / sizeof(std::uint16_t));
  for (std::size_t i = 0; i < floats.size(); ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, halves.data() + i * sizeof half, sizeof half);
    floats[i] = float_from_half(half);
  }
  const auto bytes = as_bytes_view(floats);
  return {bytes.begin(), bytes.end()};
}

std::vector<char> narrowed(const std::vector<char>& floats) {
  std::vector<std::uint16_t> halves(floats.size() / sizeof(float));
  for (std::size_t i = 0; i < halves.size(); ++i) {
    float value = 0;
    std::memcpy(&value, floats.data() + i * sizeof value, sizeof value);
    halves[i] = half_from_float(value);
  }
  const auto bytes = as_bytes_view(halves);
  return {bytes.begin(), bytes.end()};
}

Done carry_out(const TensorMove& move, const Ct2Model& model, GgmlWriter& writer) {
  PODPROMO_TRY(source, needed(model, move.from));
  const bool half = source->type == Ct2Type::float16;
  if (source->dims != source_dims(move) || (!half && source->type != Ct2Type::float32))
    return damaged_model(fmt::format("{} has an unexpected shape or type", move.from));
  const std::uint64_t count = source->bytes / move.parts;
  PODPROMO_TRY(numbers, model.read(*source, move.part * count, count));
  const GgmlType type = move.keep_f32 || move.dims.size() == 1 ? GgmlType::f32 : GgmlType::f16;
  if (half && type == GgmlType::f32) numbers = widened(numbers);
  if (!half && type == GgmlType::f16) numbers = narrowed(numbers);
  return writer.tensor({move.to, type, move.dims, {numbers.data(), numbers.size()}});
}

}  // namespace

Result<Converted> convert_ctranslate2(const Conversion& conversion, const OnModelStep& on_step,
                                      const std::stop_token& stop) {
  PODPROMO_TRY(model, Ct2Model::open(conversion.ct2_folder / "model.bin"));
  PODPROMO_TRY(shape, shape_of(model));
  const std::size_t tokens = shape.vocabulary == kEnglishVocabulary ? kEnglishTokens : kManyLanguagesTokens;
  PODPROMO_TRY(vocabulary, read_vocabulary(conversion.ct2_folder, tokens));
  PODPROMO_TRY(writer, GgmlWriter::create(conversion.target));
  PODPROMO_TRY(writer.head(shape, vocabulary));
  const std::vector<TensorMove> moves = tensor_moves(shape);
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (stop.stop_requested())
      return failure(Fault::cancelled, "the conversion was stopped", "Start it again when you like.");
    PODPROMO_TRY(carry_out(moves[i], model, writer));
    if (on_step) on_step({.done = i + 1, .total = moves.size()});
  }
  PODPROMO_TRY(sum, writer.finish());
  std::error_code error;
  const std::uint64_t bytes = fs::file_size(conversion.target, error);
  if (error) return failure(system_error("read " + conversion.target.filename().string(), error.value()));
  return Converted{bytes, std::move(sum)};
}

}  // namespace podpromo
