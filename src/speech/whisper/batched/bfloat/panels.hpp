#pragma once

#include <cstddef>
#include <span>

#include "speech/whisper/batched/bfloat/kernels.hpp"

namespace podpromo::bfloat {

// A matrix as product() reads it: its outputs, a multiple of 64, in panels of 64 columns.
struct Panels {
  const Bfloat* first = nullptr;
  std::size_t inputs = 0;
  std::size_t outputs = 0;
};

// Puts a matrix, a row of `inputs` numbers for each output, in panels. `to` is as long as `matrix`.
void pack_matrix(std::span<const Bfloat> matrix, std::size_t inputs, Bfloat* to);
// The same for a convolution over three steps of sound, which come first among the numbers of an output: afterwards its
// inputs are the `channels` of the first step, of the second and of the third.
void pack_convolution(std::span<const Bfloat> weights, std::size_t channels, Bfloat* to);

// Multiplies rows with the matrix and ends each sum: the ending's bias has a number for each output, what is
// added a row of them for each row. Rows are taken six at a time: as many as fill the last six may be read beyond them.
void multiply(const Panels& matrix, const NarrowRows& rows, const Ending& ending, float* to);
void multiply(const Panels& matrix, const NarrowRows& rows, const Ending& ending, Bfloat* to);

}  // namespace podpromo::bfloat
