#include "speech/whisper/batched/batch_memory.hpp"

#include <algorithm>
#include <cstring>
#include <span>

#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

namespace {

using Halves = std::span<const std::uint16_t>;

std::byte* slot_of(ggml_tensor* tensor, std::size_t slot) {
  return static_cast<std::byte*>(tensor->data) + slot * tensor->nb[3];
}

// Columns of all heads, one after the other, into a slot where each head has its columns together: attention reads
// them head by head.
void sort_by_head(Halves columns, ggml_tensor* tensor, std::size_t slot) {
  const auto head_bytes = static_cast<std::size_t>(tensor->nb[1]);
  const auto heads = static_cast<std::size_t>(tensor->ne[2]);
  const auto* from = reinterpret_cast<const std::byte*>(columns.data());
  const std::size_t positions = columns.size_bytes() / (heads * head_bytes);
  for (std::size_t head = 0; head < heads; ++head) {
    std::byte* to = slot_of(tensor, slot) + head * tensor->nb[2];
    for (std::size_t position = 0; position < positions; ++position)
      std::memcpy(to + position * head_bytes, from + (position * heads + head) * head_bytes, head_bytes);
  }
}

}  // namespace

Result<std::unique_ptr<BatchMemory>> BatchMemory::make(const ModelShape& shape, std::size_t slots, std::size_t rows) {
  std::unique_ptr<BatchMemory> memory(new BatchMemory);
  memory->positions_.resize(slots);
  memory->rows_ = rows;
  memory->context_ = tensors_without_data(static_cast<std::size_t>(shape.text_layers) * 4 + 1);
  const auto room = [&](std::int64_t positions, std::size_t count) {
    return ggml_new_tensor_4d(memory->context_.get(), GGML_TYPE_F16, shape.head_width(), positions, shape.text_heads,
                              static_cast<std::int64_t>(count));
  };
  for (int i = 0; i < shape.text_layers; ++i) {
    memory->text_.push_back({room(kTextRoom, rows), room(kTextRoom, rows)});
    memory->sound_.push_back({room(shape.audio_context, slots), room(shape.audio_context, slots)});
  }
  memory->buffer_.reset(
      ggml_backend_alloc_ctx_tensors_from_buft(memory->context_.get(), ggml_backend_cpu_buffer_type()));
  if (!memory->buffer_) return engine_failed("no memory for a batch");
  // Masked positions are multiplied by nothing, which only numbers bear.
  ggml_backend_buffer_clear(memory->buffer_.get(), 0);
  return memory;
}

std::size_t BatchMemory::sound_bytes(const ModelShape& shape) {
  return sizeof(ggml_fp16_t) * 2 * static_cast<std::size_t>(shape.text_layers) *
         static_cast<std::size_t>(shape.audio_context) * static_cast<std::size_t>(shape.width);
}

void BatchMemory::keep(std::size_t slot, const SoundOfLayer& sound) {
  sort_by_head(sound.keys, sound_[sound.layer].keys, slot);
  sort_by_head(sound.values, sound_[sound.layer].values, slot);
  positions_[slot] = sound.positions;
}

void BatchMemory::swap_sounds(std::size_t a, std::size_t b) {
  if (a == b) return;
  std::swap(positions_[a], positions_[b]);
  for (const KeysAndValues& layer : sound_)
    for (ggml_tensor* tensor : {layer.keys, layer.values})
      std::swap_ranges(slot_of(tensor, a), slot_of(tensor, a) + tensor->nb[3], slot_of(tensor, b));
}

void BatchMemory::copy_text(std::size_t from, std::size_t to, std::size_t positions) {
  if (from == to) return;
  for (const KeysAndValues& layer : text_)
    for (ggml_tensor* tensor : {layer.keys, layer.values})
      for (std::int64_t head = 0; head < tensor->ne[2]; ++head) {
        const std::size_t place = static_cast<std::size_t>(head) * tensor->nb[2];
        std::memcpy(slot_of(tensor, to) + place, slot_of(tensor, from) + place, positions * tensor->nb[1]);
      }
}

}  // namespace podpromo
