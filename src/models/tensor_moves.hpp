#pragma once

#include "models/ggml_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace podpromo {

// One tensor of the ggml file and where in the CTranslate2 file it comes from. Joint projections are cut into parts
// along their first dimension.
struct TensorMove {
  std::string from;
  std::string to;
  std::vector<std::uint32_t> dims;  // of the tensor written, outermost first
  std::uint32_t part = 0;
  std::uint32_t parts = 1;
  bool keep_f32 = false;  // convolution biases and positions, although they have more than one dimension
};

// All tensors of a model of this shape, in the order they are written.
std::vector<TensorMove> tensor_moves(const WhisperShape& shape);

}  // namespace podpromo
