#include "models/ggml_writer.hpp"

#include <ranges>

#include "models/byte_file.hpp"
#include "models/mel_filters.hpp"

namespace podpromo {

Result<GgmlWriter> GgmlWriter::create(const fs::path& file) {
  PODPROMO_TRY(made, create_scratch(file));
  return GgmlWriter(std::move(made));
}

Done GgmlWriter::head(const WhisperShape& shape, std::span<const std::string> tokens) {
  constexpr std::int32_t kMostlyF16 = 1;
  for (const std::int32_t value :
       {kGgmlMagic, shape.vocabulary, shape.audio_context, shape.width, shape.audio_heads, shape.audio_layers,
        shape.text_context, shape.width, shape.text_heads, shape.text_layers, shape.mel_bands, kMostlyF16,
        shape.mel_bands, std::int32_t{kSpectrumBins}})
    number(value);
  waiting_ += as_bytes_view(mel_filters(shape.mel_bands));
  number(static_cast<std::int32_t>(tokens.size()));
  for (const std::string& token : tokens) {
    number(static_cast<std::int32_t>(token.size()));
    waiting_ += token;
  }
  return flush();
}

Done GgmlWriter::tensor(const GgmlTensor& tensor) {
  number(static_cast<std::int32_t>(tensor.dims.size()));
  number(static_cast<std::int32_t>(tensor.name.size()));
  number(static_cast<std::int32_t>(tensor.type));
  for (const std::uint32_t dim : std::views::reverse(tensor.dims)) number(static_cast<std::int32_t>(dim));
  waiting_ += tensor.name;
  PODPROMO_TRY(flush());
  return write(tensor.numbers);
}

Result<std::string> GgmlWriter::finish() {
  PODPROMO_TRY(flush());
  file_.reset();
  return sum_.finish_hex();
}

void GgmlWriter::number(std::int32_t value) { waiting_ += as_bytes_view(std::array{value}); }

Done GgmlWriter::flush() {
  PODPROMO_TRY(write(waiting_));
  waiting_.clear();
  return {};
}

Done GgmlWriter::write(std::string_view bytes) {
  sum_.add(bytes);
  return append(file_, bytes);
}

}  // namespace podpromo
