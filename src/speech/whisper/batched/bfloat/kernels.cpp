#include "speech/whisper/batched/bfloat/kernels.hpp"

#include <ggml-cpu.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
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

// As many as there are, up to all.
inline __mmask16 lanes_of(std::size_t count) {
  return static_cast<__mmask16>(count < kLanes ? (1U << count) - 1 : 0xFFFFU);
}

}  // namespace

bool is_possible() { return __builtin_cpu_supports("avx512bf16") != 0 && ggml_cpu_has_avx512_bf16() != 0; }

PODPROMO_BFLOAT_CODE void narrow(std::span<const float> numbers, Bfloat* to) {
  for (std::size_t i = 0; i < numbers.size(); i += kLanes) {
    const auto lanes = lanes_of(numbers.size() - i);
    const auto narrowed = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, numbers.data() + i));
    _mm256_mask_storeu_epi16(to + i, lanes, narrowed);
  }
}

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

// Only loops that the compiler unrolls wholly keep the sums in registers all the while.
PODPROMO_BFLOAT_CODE void product(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums) {
  __m512 total[kRows][kTiles];
#pragma GCC unroll 6
  for (auto& row : total)
#pragma GCC unroll 4
    for (__m512& tile : row) tile = _mm512_setzero_ps();
  for (std::size_t pair = 0; pair < pairs; ++pair, columns += 2 * kColumns) {
    __m512bh column[kTiles];
#pragma GCC unroll 4
    for (std::size_t tile = 0; tile < kTiles; ++tile)
      column[tile] = (__m512bh)_mm512_loadu_si512(columns + 2 * kLanes * tile);
#pragma GCC unroll 6
    for (std::size_t row = 0; row < kRows; ++row) {
      std::uint32_t both = 0;
      std::memcpy(&both, rows.first + row * rows.step + 2 * pair, sizeof both);
      const auto everywhere = (__m512bh)_mm512_set1_epi32(static_cast<int>(both));
#pragma GCC unroll 4
      for (std::size_t tile = 0; tile < kTiles; ++tile)
        total[row][tile] = _mm512_dpbf16_ps(total[row][tile], everywhere, column[tile]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 4
    for (std::size_t tile = 0; tile < kTiles; ++tile)
      _mm512_storeu_ps(sums.first + row * sums.step + tile * kLanes, total[row][tile]);
}

namespace {

// x ÷ (1 + e^(−2·√(2/π)·(x + 0.044715·x³))), with a power of two for e's.
PODPROMO_BFLOAT_CODE inline __m512 bent(__m512 x) {
  const __m512 linear = _mm512_set1_ps(-2.30220819F), cubic = _mm512_set1_ps(-2.30220819F * 0.044715F);
  const __m512 exponent = _mm512_mul_ps(x, _mm512_fmadd_ps(_mm512_mul_ps(x, x), cubic, linear));
  return _mm512_div_ps(x, _mm512_add_ps(_mm512_set1_ps(1), power_of_two(exponent)));
}

PODPROMO_BFLOAT_CODE inline __m512 ended(const float* sums, const Ending& ending, std::size_t at) {
  __m512 x = _mm512_loadu_ps(sums + at);
  if (ending.bias != nullptr) x = _mm512_add_ps(x, _mm512_loadu_ps(ending.bias + at));
  if (ending.bend) x = bent(x);
  return ending.added == nullptr ? x : _mm512_add_ps(x, _mm512_loadu_ps(ending.added + at));
}

PODPROMO_BFLOAT_CODE inline void store(__m512 numbers, Bfloat* to) {
  const __m256bh narrowed = _mm512_cvtneps_pbh(numbers);
  std::memcpy(to, &narrowed, sizeof narrowed);
}

}  // namespace

PODPROMO_BFLOAT_CODE void gelu(float* numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kLanes) {
    const auto lanes = lanes_of(count - i);
    _mm512_mask_storeu_ps(numbers + i, lanes, bent(_mm512_maskz_loadu_ps(lanes, numbers + i)));
  }
}

PODPROMO_BFLOAT_CODE void end(const float* sums, const Ending& ending, float* to) {
  for (std::size_t i = 0; i < kColumns; i += kLanes) _mm512_storeu_ps(to + i, ended(sums, ending, i));
}

PODPROMO_BFLOAT_CODE void end(const float* sums, const Ending& ending, Bfloat* to) {
  for (std::size_t i = 0; i < kColumns; i += kLanes) store(ended(sums, ending, i), to + i);
}

PODPROMO_BFLOAT_CODE void even_out(const float* numbers, std::size_t width, const Evenness& evenness, Bfloat* to) {
  const auto count = static_cast<float>(width);
  __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
  for (std::size_t i = 0; i < width; i += kLanes) sum = _mm512_add_ps(sum, _mm512_loadu_ps(numbers + i));
  const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / count);
  for (std::size_t i = 0; i < width; i += kLanes) {
    const __m512 off = _mm512_sub_ps(_mm512_loadu_ps(numbers + i), mean);
    squares = _mm512_fmadd_ps(off, off, squares);
  }
  const __m512 unit = _mm512_set1_ps(1 / std::sqrt(_mm512_reduce_add_ps(squares) / count + evenness.epsilon));
  for (std::size_t i = 0; i < width; i += kLanes) {
    const __m512 even = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(numbers + i), mean), unit);
    store(_mm512_fmadd_ps(even, _mm512_loadu_ps(evenness.scale + i), _mm512_loadu_ps(evenness.shift + i)), to + i);
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
    store(power, to + i);
  }
  return _mm512_reduce_add_ps(sum);
}

#else

bool is_possible() { return false; }
void narrow(std::span<const float>, Bfloat*) { assert(false); }
void narrow_rows(const Rows&, Bfloat*) { assert(false); }
void pack_keys(const Rows&, Bfloat*) { assert(false); }
void pack_values(const Rows&, Bfloat*) { assert(false); }
void product(const NarrowRows&, const Bfloat*, std::size_t, const Sums&) { assert(false); }
void gelu(float*, std::size_t) { assert(false); }
void end(const float*, const Ending&, float*) { assert(false); }
void end(const float*, const Ending&, Bfloat*) { assert(false); }
void even_out(const float*, std::size_t, const Evenness&, Bfloat*) { assert(false); }
float powers(float*, std::size_t, float, Bfloat*) {
  assert(false);
  return 0;
}

#endif

}  // namespace podpromo::bfloat
