#include "speech/whisper/batched/bfloat/attention.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace podpromo {

namespace {

using namespace bfloat;

constexpr std::size_t kBlock = 4 * kRows;  // queries whose scores fit into the processor's nearer memory
// Scores are divided by the square root of a head's width, and then powers of two are taken instead of e.
constexpr float kScale = 1.44269504F / 8;

}  // namespace

// One head's part of each tensor.
struct BfloatAttention::Head {
  const float* query = nullptr;
  const float* key = nullptr;
  const float* value = nullptr;
  Bfloat* result = nullptr;
  std::size_t positions = 0;
  std::size_t width = 0;  // from one position to the next
};

BfloatAttention::BfloatAttention(std::size_t positions)
    : keys_(whole_panels(positions) * kHeadWidth),
      values_(whole_panels(positions) * kHeadWidth),
      queries_(kBlock * kHeadWidth),
      scores_(kBlock * whole_panels(positions)),
      shares_(kBlock * whole_panels(positions)),
      sums_(kRows * kHeadWidth) {}

void BfloatAttention::of(const Looks& looks, Bfloat* result) {
  for (std::size_t head = 0; head < looks.width; head += kHeadWidth)
    attend({.query = looks.query + head,
            .key = looks.key + head,
            .value = looks.value + head,
            .result = result + head,
            .positions = looks.positions,
            .width = looks.width});
}

void BfloatAttention::attend(const Head& head) {
  pack_keys({head.key, head.positions, head.width}, keys_.data());
  pack_values({head.value, head.positions, head.width}, values_.data());
  for (std::size_t first = 0; first < head.positions; first += kBlock) attend_block(head, first);
}

void BfloatAttention::attend_block(const Head& head, std::size_t first) {
  const std::size_t queries = std::min(kBlock, head.positions - first);
  const std::size_t columns = whole_panels(head.positions);
  // A block that isn't full goes on with what the last one left, and those rows are not looked at.
  narrow_rows({head.query + first * head.width, queries, head.width}, queries_.data());
  for (std::size_t panel = 0; panel < columns; panel += kColumns)
    for (std::size_t row = 0; row < queries; row += kRows)
      product({queries_.data() + row * kHeadWidth, kHeadWidth}, keys_.data() + panel * kHeadWidth, kHeadWidth / 2,
              {scores_.data() + row * columns + panel, columns});
  std::array<float, kBlock> totals{};
  for (std::size_t row = 0; row < queries; ++row)
    totals[row] = powers(scores_.data() + row * columns, head.positions, kScale, shares_.data() + row * columns);
  for (std::size_t row = 0; row < queries; row += kRows) {
    product({shares_.data() + row * columns, columns}, values_.data(), columns / 2, {sums_.data(), kHeadWidth});
    for (std::size_t i = row; i < std::min(row + kRows, queries); ++i) {
      const auto sums = std::span(sums_).subspan((i - row) * kHeadWidth, kHeadWidth);
      for (float& sum : sums) sum /= totals[i];
      narrow(sums, head.result + (first + i) * head.width);
    }
  }
}

}  // namespace podpromo
