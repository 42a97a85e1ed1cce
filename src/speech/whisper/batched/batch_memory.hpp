#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "speech/whisper/batched/encoder.hpp"
#include "speech/whisper/batched/graph.hpp"
#include "speech/whisper/batched/model_file.hpp"

namespace podpromo {

// The longest text of a chunk, in tokens; with the prompt it is what the memory of a text has room for.
inline constexpr std::size_t kMostTextTokens = 220;
inline constexpr std::size_t kTextRoom = kMostTextTokens + 12;

// Keys and values in half precision, [head width, positions, heads, slots].
struct KeysAndValues {
  ggml_tensor* keys = nullptr;
  ggml_tensor* values = nullptr;
};

// What the decoder remembers of several chunks that it decodes together: the sound of each in a slot, and each text so
// far in a row. Slots and rows in use are always the first ones; a sound has one row, or several one after the other.
class BatchMemory {
 public:
  // Fails with internal when there isn't the memory.
  static Result<std::unique_ptr<BatchMemory>> make(const ModelShape& shape, std::size_t slots, std::size_t rows);
  // Bytes that one slot's sound takes.
  static std::size_t sound_bytes(const ModelShape& shape);

  std::size_t slots() const { return positions_.size(); }
  std::size_t rows() const { return rows_; }
  // Positions of sound in a slot.
  std::size_t positions(std::size_t slot) const { return positions_[slot]; }
  const KeysAndValues& text(std::size_t layer) const { return text_[layer]; }
  const KeysAndValues& sound(std::size_t layer) const { return sound_[layer]; }

  // Puts one layer of a chunk's sound into `slot`.
  void keep(std::size_t slot, const SoundOfLayer& sound);
  // The sounds of two slots change places.
  void swap_sounds(std::size_t a, std::size_t b);
  // The first `positions` of the row `from` are in the row `to`, too, from now on.
  void copy_text(std::size_t from, std::size_t to, std::size_t positions);

 private:
  BatchMemory() = default;
  GgmlContext context_;
  GgmlBuffer buffer_;
  std::vector<KeysAndValues> text_;
  std::vector<KeysAndValues> sound_;
  std::vector<std::size_t> positions_;
  std::size_t rows_ = 0;
};

}  // namespace podpromo
