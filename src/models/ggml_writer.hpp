#pragma once

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

inline constexpr std::int32_t kGgmlMagic = 0x67676d6c;  // "ggml"

// The numbers at the head of a Whisper model in ggml form, in the order they are written.
struct WhisperShape {
  std::int32_t vocabulary = 0;
  std::int32_t audio_context = 0;
  std::int32_t width = 0;  // of the states of encoder and decoder alike
  std::int32_t audio_heads = 0;
  std::int32_t audio_layers = 0;
  std::int32_t text_context = 0;
  std::int32_t text_heads = 0;
  std::int32_t text_layers = 0;
  std::int32_t mel_bands = 0;
};

enum class GgmlType : std::int32_t { f32 = 0, f16 = 1 };

struct GgmlTensor {
  std::string_view name;
  GgmlType type = GgmlType::f32;
  std::span<const std::uint32_t> dims;  // outermost first, as they are usually said
  std::string_view numbers;
};

// Writes a Whisper model as whisper.cpp reads it: header, mel filters, tokens, then tensors one by one.
// The file is scratch until finish() has returned; whoever asked for it puts it in place.
class GgmlWriter {
 public:
  static Result<GgmlWriter> create(const fs::path& file);

  Done head(const WhisperShape& shape, std::span<const std::string> tokens);
  Done tensor(const GgmlTensor& tensor);
  // The SHA-256 of all that was written. Call it once, last.
  Result<std::string> finish();

 private:
  explicit GgmlWriter(FileDescriptor file) : file_(std::move(file)) {}
  void number(std::int32_t value);
  Done flush();
  Done write(std::string_view bytes);

  FileDescriptor file_;
  Sha256 sum_;
  std::string waiting_;
};

}  // namespace podpromo
