#include "speech/whisper/batched/bfloat_kernels.hpp"

#include <ggml-cpu.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <iterator>

#ifdef __x86_64__
#ifdef __GNUC__
// GCC 12 takes the undefined lanes in its own intrinsics for a mistake (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#endif

namespace podpromo::bfloat {

namespace {

std::array<float, kWidth> mean_of(const Rows& rows) {
  std::array<float, kWidth> mean{};
  for (std::size_t row = 0; row < rows.count; ++row)
    for (std::size_t i = 0; i < kWidth; ++i) mean[i] += rows.first[row * rows.step + i];
  for (float& number : mean) number /= static_cast<float>(rows.count);
  return mean;
}

}  // namespace

#ifdef __x86_64__

// The program is compiled for any processor of its kind; these functions alone use more.
#define PODPROMO_BFLOAT_CODE __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

namespace {

constexpr std::size_t kLanes = 16;
constexpr std::size_t kTiles = kColumns / kLanes;

// 2^x to about six digits.
PODPROMO_BFLOAT_CODE inline __m512 power_of_two(__m512 x) {
  x = _mm512_min_ps(_mm512_max_ps(x, _mm512_set1_ps(-127)), _mm512_set1_ps(127));
  const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 rest = _mm512_sub_ps(x, whole);
  __m512 sum = _mm512_set1_ps(0.00133335581F);  // ln(2)^n / n!, n from 5 to 0
  for (const float factor : {0.00961812911F, 0.0555041087F, 0.240226507F, 0.693147181F, 1.0F})
    sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(factor));
  return _mm512_scalef_ps(sum, whole);
}

}  // namespace

bool is_possible() { return __builtin_cpu_supports("avx512bf16") != 0 && ggml_cpu_has_avx512_bf16() != 0; }

PODPROMO_BFLOAT_CODE void narrow(const Rows& rows, Bfloat* to) {
  for (std::size_t row = 0; row < rows.count; ++row)
    for (std::size_t i = 0; i < kWidth; i += kLanes) {
      const __m256bh narrowed = _mm512_cvtneps_pbh(_mm512_loadu_ps(rows.first + row * rows.step + i));
      std::memcpy(to + row * kWidth + i, &narrowed, sizeof narrowed);
    }
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
    narrow({difference.data(), 1, 0}, reinterpret_cast<Bfloat*>(pairs.data()));
    auto* panel = reinterpret_cast<std::uint32_t*>(to + key / kColumns * kColumns * kWidth);
    for (std::size_t i = 0; i < kPairs; ++i) panel[i * kColumns + key % kColumns] = pairs[i];
  }
}

PODPROMO_BFLOAT_CODE void pack_values(const Rows& rows, Bfloat* to) {
  const auto bits = [&](std::size_t row, std::size_t at) PODPROMO_BFLOAT_CODE {
    if (row >= rows.count) return _mm512_setzero_si512();
    const __m256bh narrowed = _mm512_cvtneps_pbh(_mm512_loadu_ps(rows.first + row * rows.step + at));
    __m256i halves;
    std::memcpy(&halves, &narrowed, sizeof halves);
    return _mm512_cvtepu16_epi32(halves);
  };
  for (std::size_t row = 0; row < whole_panels(rows.count); row += 2)
    for (std::size_t i = 0; i < kWidth; i += kLanes, to += 2 * kLanes)
      _mm512_storeu_si512(to, _mm512_or_si512(bits(row, i), _mm512_slli_epi32(bits(row + 1, i), 16)));
}

PODPROMO_BFLOAT_CODE void product(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums) {
  __m512 total[kRows][kTiles];
  for (auto& row : total) std::fill(std::begin(row), std::end(row), _mm512_setzero_ps());
  for (std::size_t pair = 0; pair < pairs; ++pair, columns += 2 * kColumns) {
    __m512bh column[kTiles];
    std::memcpy(column, columns, sizeof column);
    for (std::size_t row = 0; row < kRows; ++row) {
      std::uint32_t both = 0;
      std::memcpy(&both, rows.first + row * rows.step + 2 * pair, sizeof both);
      const auto everywhere = (__m512bh)_mm512_set1_epi32(static_cast<int>(both));
      for (std::size_t tile = 0; tile < kTiles; ++tile)
        total[row][tile] = _mm512_dpbf16_ps(total[row][tile], everywhere, column[tile]);
    }
  }
  for (std::size_t row = 0; row < kRows; ++row)
    for (std::size_t tile = 0; tile < kTiles; ++tile)
      _mm512_storeu_ps(sums.first + row * sums.step + tile * kLanes, total[row][tile]);
}

PODPROMO_BFLOAT_CODE void gelu(float* numbers, std::size_t count) {
  // x ÷ (1 + e^(−2·√(2/π)·(x + 0.044715·x³))), with a power of two for e's.
  const __m512 linear = _mm512_set1_ps(-2.30220819F), cubic = _mm512_set1_ps(-2.30220819F * 0.044715F);
  const __m512 one = _mm512_set1_ps(1);
  for (std::size_t i = 0; i < count; i += kLanes) {
    const auto lanes = static_cast<__mmask16>(count - i < kLanes ? (1U << (count - i)) - 1 : 0xFFFFU);
    const __m512 x = _mm512_maskz_loadu_ps(lanes, numbers + i);
    const __m512 exponent = _mm512_mul_ps(x, _mm512_fmadd_ps(_mm512_mul_ps(x, x), cubic, linear));
    const __m512 result = _mm512_div_ps(x, _mm512_add_ps(one, power_of_two(exponent)));
    _mm512_mask_storeu_ps(numbers + i, lanes, result);
  }
}

PODPROMO_BFLOAT_CODE float powers(float* scores, std::size_t count, float scale, Bfloat* to) {
  std::fill(scores + count, scores + whole_panels(count), -3e38F);
  __m512 highest = _mm512_loadu_ps(scores);
  for (std::size_t i = kLanes; i < whole_panels(count); i += kLanes)
    highest = _mm512_max_ps(highest, _mm512_loadu_ps(scores + i));
  const __m512 all_highest = _mm512_set1_ps(_mm512_reduce_max_ps(highest)), scales = _mm512_set1_ps(scale);
  __m512 sum = _mm512_setzero_ps();
  for (std::size_t i = 0; i < whole_panels(count); i += kLanes) {
    const __m512 below = _mm512_sub_ps(_mm512_loadu_ps(scores + i), all_highest);
    const __m512 power = power_of_two(_mm512_mul_ps(below, scales));
    sum = _mm512_add_ps(sum, power);
    const __m256bh narrowed = _mm512_cvtneps_pbh(power);
    std::memcpy(to + i, &narrowed, sizeof narrowed);
  }
  return _mm512_reduce_add_ps(sum);
}

#else

bool is_possible() { return false; }
void narrow(const Rows&, Bfloat*) { assert(false); }
void pack_keys(const Rows&, Bfloat*) { assert(false); }
void pack_values(const Rows&, Bfloat*) { assert(false); }
void product(const NarrowRows&, const Bfloat*, std::size_t, const Sums&) { assert(false); }
void gelu(float*, std::size_t) { assert(false); }
float powers(float*, std::size_t, float, Bfloat*) {
  assert(false);
  return 0;
}

#endif

}  // namespace podpromo::bfloat
