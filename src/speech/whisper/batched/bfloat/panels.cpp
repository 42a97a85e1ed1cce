#include "speech/whisper/batched/bfloat/panels.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace podpromo::bfloat {

namespace {

constexpr std::size_t kSteps = 3;           // that a convolution looks at
constexpr std::size_t kBlock = 16 * kRows;  // rows for which a panel, once it is near, is used

// As many rows as one product takes, and what becomes of it.
template <class Number>
struct Tile {
  NarrowRows rows;
  Ending ending;
  Number* to = nullptr;
  std::size_t step = 0;  // from one row of the result, and of what is added, to the next

  void calculate(const Bfloat* panel, std::size_t pairs) const {
    std::array<float, kRows * kColumns> sums;  // NOLINT(cppcoreguidelines-pro-type-member-init): product() fills it
    product(rows, panel, pairs, {sums.data(), kColumns});
    for (std::size_t row = 0; row < rows.count; ++row) {
      Ending of_row = ending;
      if (ending.added != nullptr) of_row.added += row * step;
      end(sums.data() + row * kColumns, of_row, to + row * step);
    }
  }
};

template <class Number>
void multiply_all(const Panels& matrix, const NarrowRows& rows, const Ending& ending, Number* to) {
  for (std::size_t block = 0; block < rows.count; block += kBlock)
    for (std::size_t column = 0; column < matrix.outputs; column += kColumns)
      for (std::size_t row = block; row < std::min(block + kBlock, rows.count); row += kRows) {
        const std::size_t at = row * matrix.outputs + column;
        Ending here = ending;
        if (here.bias != nullptr) here.bias += column;
        if (here.added != nullptr) here.added += at;
        Tile<Number>{.rows = {rows.first + row * rows.step, rows.step, std::min(kRows, rows.count - row)},
                     .ending = here,
                     .to = to + at,
                     .step = matrix.outputs}
            .calculate(matrix.first + column * matrix.inputs, matrix.inputs / 2);
      }
}

}  // namespace

void pack_matrix(std::span<const Bfloat> matrix, std::size_t inputs, Bfloat* to) {
  for (std::size_t panel = 0; panel < matrix.size(); panel += kColumns * inputs)
    for (std::size_t input = 0; input < inputs; input += 2)
      for (std::size_t column = 0; column < kColumns; ++column) {
        const auto pair = matrix.subspan(panel + column * inputs + input, 2);
        to = std::copy(pair.begin(), pair.end(), to);
      }
}

void pack_convolution(std::span<const Bfloat> weights, std::size_t channels, Bfloat* to) {
  std::vector<Bfloat> matrix(weights.size());
  const std::size_t inputs = kSteps * channels;
  for (std::size_t output = 0; output < weights.size(); output += inputs)
    for (std::size_t channel = 0; channel < channels; ++channel)
      for (std::size_t step = 0; step < kSteps; ++step)
        matrix[output + step * channels + channel] = weights[output + channel * kSteps + step];
  pack_matrix(matrix, inputs, to);
}

void multiply(const Panels& matrix, const NarrowRows& rows, const Ending& ending, float* to) {
  multiply_all(matrix, rows, ending, to);
}

void multiply(const Panels& matrix, const NarrowRows& rows, const Ending& ending, Bfloat* to) {
  multiply_all(matrix, rows, ending, to);
}

}  // namespace podpromo::bfloat
