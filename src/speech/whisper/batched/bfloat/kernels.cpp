#include "speech/whisper/batched/bfloat/kernels.hpp"

#include <algorithm>
#include <array>

#include "speech/whisper/batched/bfloat/kernel_table.hpp"

namespace podpromo::bfloat {

namespace {

std::array<float, kWidth> mean_of(const Rows& rows) {
  std::array<float, kWidth> mean{};
  for (std::size_t row = 0; row < rows.count; ++row)
    for (std::size_t i = 0; i < kWidth; ++i) mean[i] += rows.first[row * rows.step + i];
  for (float& number : mean) number /= static_cast<float>(rows.count);
  return mean;
}

// The best that this processor can run.
const KernelTable* const kBest = [] {
  const KernelTable* best = wide256_kernels();
  for (const KernelTable* better : {wide512_kernels(), native_kernels()})
    if (better != nullptr) best = better;
  return best;
}();

}  // namespace

bool is_possible() { return kBest != nullptr; }

void narrow(std::span<const float> numbers, Bfloat* to) { kBest->narrow(numbers, to); }

void narrow_rows(const Rows& rows, Bfloat* to) {
  for (std::size_t row = 0; row < rows.count; ++row)
    narrow(std::span(rows.first + row * rows.step, kWidth), to + row * kWidth);
}

void pack_keys(const Rows& rows, Bfloat* to) {
  constexpr std::size_t kPairs = kWidth / 2;
  const auto usual = mean_of(rows);
  std::array<float, kWidth> difference{};
  std::array<std::uint32_t, kPairs> pairs{};
  for (std::size_t key = 0; key < whole_panels(rows.count); ++key) {
    difference.fill(0);
    if (key < rows.count)
      std::transform(usual.begin(), usual.end(), rows.first + key * rows.step, difference.begin(),
                     [](float mean, float number) { return number - mean; });
    narrow(difference, reinterpret_cast<Bfloat*>(pairs.data()));
    auto* panel = reinterpret_cast<std::uint32_t*>(to + key / kColumns * kColumns * kWidth);
    for (std::size_t i = 0; i < kPairs; ++i) panel[i * kColumns + key % kColumns] = pairs[i];
  }
}

void pack_values(const Rows& rows, Bfloat* to) { kBest->pack_values(rows, to); }

void product(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums) {
  kBest->product(rows, columns, pairs, sums);
}

void gelu(float* numbers, std::size_t count) { kBest->gelu(numbers, count); }

void end(const float* sums, const Ending& ending, float* to) { kBest->end_single(sums, ending, to); }

void end(const float* sums, const Ending& ending, Bfloat* to) { kBest->end_narrow(sums, ending, to); }

void even_out(const float* numbers, std::size_t width, const Evenness& evenness, Bfloat* to) {
  kBest->even_out(numbers, width, evenness, to);
}

float powers(float* scores, std::size_t count, float scale, Bfloat* to) {
  return kBest->powers(scores, count, scale, to);
}

}  // namespace podpromo::bfloat
