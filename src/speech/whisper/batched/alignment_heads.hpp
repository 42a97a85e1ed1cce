#pragma once

#include <cstddef>
#include <span>

#include "speech/whisper/batched/model_file.hpp"

namespace podpromo {

// A head of the decoder's attention that looks at where in the sound the next token is spoken.
struct AlignmentHead {
  std::size_t layer = 0;
  std::size_t head = 0;
};

// Those of a model of many languages, by layer, as its makers published them; none when the model is no known one. A
// wrong set gives plausible nonsense.
std::span<const AlignmentHead> alignment_heads(const ModelShape& shape);

}  // namespace podpromo
