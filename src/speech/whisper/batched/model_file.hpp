#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"

namespace podpromo {

// How large a Whisper model is, from the head of its file.
struct ModelShape {
  int vocabulary = 0;     // tokens, the special ones among them
  int audio_context = 0;  // positions of the encoder, 50 a second
  int width = 0;          // of the encoder and of the decoder
  int audio_heads = 0;
  int audio_layers = 0;
  int text_context = 0;
  int text_heads = 0;
  int text_layers = 0;
  int mel_bands = 0;

  int head_width() const { return width / text_heads; }
};

// How much of each of the `bins` frequencies counts for each mel band: `weights` holds a row of bins per band.
struct MelFilters {
  std::size_t bands = 0;
  std::size_t bins = 0;
  std::vector<float> weights;
};

// One tensor as it lies in the file.
struct StoredTensor {
  int type = 0;                    // a ggml_type
  std::vector<std::int64_t> size;  // innermost first
  std::uint64_t at = 0;            // first byte in the file
  std::size_t bytes = 0;
};

// A Whisper model in ggml's own format. Opening reads and checks all but the weights, so that what is left to fail is
// a tensor that the engine misses or finds in another shape.
class ModelFile {
 public:
  // Fails with missing_model when the file can't be read, is cut short, or isn't what it should be.
  static Result<ModelFile> open(const fs::path& file);

  const ModelShape& shape() const { return shape_; }
  const MelFilters& filters() const { return filters_; }
  // The texts of the ordinary tokens, by id; the special ones have none.
  const std::vector<std::string>& tokens() const { return tokens_; }
  // Null when the file has no tensor of this name.
  const StoredTensor* find(const std::string& name) const;
  // Fills `to`, which is as long as the tensor.
  Done read(const StoredTensor& tensor, std::span<std::byte> to);

 private:
  ModelFile() = default;
  fs::path path_;
  std::ifstream file_;
  ModelShape shape_;
  MelFilters filters_;
  std::vector<std::string> tokens_;
  std::map<std::string, StoredTensor> tensors_;
};

}  // namespace podpromo
