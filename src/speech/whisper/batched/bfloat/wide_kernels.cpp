// The kernels for processors that can't multiply bfloat16: its numbers are the upper halves of single precision, so a
// shift makes them what such a processor multiplies.
#include "speech/whisper/batched/bfloat/kernel_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace podpromo::bfloat {

#ifdef __x86_64__

namespace {

// GCC and clang turn arithmetic on these into what the function's processor has. Vectors stay inside of functions for
// processors that have registers as wide, so each is made of pieces that are put together there.
struct Wide64 {
  using Numbers = float __attribute__((vector_size(64)));
  using Whole = std::int32_t __attribute__((vector_size(64)));
  using Bits = std::uint32_t __attribute__((vector_size(64)));
  using Halves = std::uint16_t __attribute__((vector_size(32)));
  static constexpr std::size_t kTogether = 4;  // vectors of sums for each of six rows: as many as there are registers
};
struct Wide32 {
  using Numbers = float __attribute__((vector_size(32)));
  using Whole = std::int32_t __attribute__((vector_size(32)));
  using Bits = std::uint32_t __attribute__((vector_size(32)));
  using Halves = std::uint16_t __attribute__((vector_size(16)));
  static constexpr std::size_t kTogether = 2;
};

#define PODPROMO_INSIDE [[gnu::always_inline]] inline

template <class Vector, class From>
PODPROMO_INSIDE void load(Vector& vector, const From* from) {
  std::memcpy(&vector, from, sizeof vector);
}

template <class Vector, class To>
PODPROMO_INSIDE void store(const Vector& vector, To* to) {
  std::memcpy(to, &vector, sizeof vector);
}

// The nearest bfloat16, ties to even.
template <class Wide>
PODPROMO_INSIDE void narrow_one(const typename Wide::Numbers& numbers, Bfloat* to) {
  typename Wide::Bits bits;
  load(bits, &numbers);
  bits = (bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16;
  const auto halves = __builtin_convertvector(bits, typename Wide::Halves);
  store(halves, to);
}

template <class Wide>
PODPROMO_INSIDE float sum_of(const typename Wide::Numbers& numbers) {
  float sum = 0;
  for (std::size_t i = 0; i < sizeof numbers / sizeof(float); ++i) sum += numbers[i];
  return sum;
}

// x becomes 2^x, to about six digits.
template <class Wide>
PODPROMO_INSIDE void raise(typename Wide::Numbers& x) {
  using Numbers = typename Wide::Numbers;
  x = x < -127.0F ? Numbers{} - 127.0F : x;  // which has no exponent left: zero
  x = x > 126.0F ? Numbers{} + 126.0F : x;
  const auto whole = __builtin_convertvector(x + (x < 0 ? Numbers{} - 0.5F : Numbers{} + 0.5F), typename Wide::Whole);
  const Numbers rest = x - __builtin_convertvector(whole, Numbers);
  Numbers sum = Numbers{} + 0.00133335581F;  // ln(2)^n / n!, n from 5 to 0
  for (const float factor : {0.00961812911F, 0.0555041087F, 0.240226507F, 0.693147181F, 1.0F})
    sum = sum * rest + factor;
  const typename Wide::Whole exponent = (whole + 127) << 23;
  Numbers scale;
  load(scale, &exponent);
  x = sum * scale;
}

// x becomes GELU of it by tanh: x / (1 + 2^(−2·log2(e)·√(2/π)·(x + 0.044715·x³))).
template <class Wide>
PODPROMO_INSIDE void bend(typename Wide::Numbers& x) {
  typename Wide::Numbers power = x * (x * x * (-2.30220819F * 0.044715F) - 2.30220819F);
  raise<Wide>(power);
  x = x / (1.0F + power);
}

template <class Wide>
constexpr std::size_t kLanesOf = sizeof(typename Wide::Numbers) / sizeof(float);

template <class Wide>
PODPROMO_INSIDE void narrow_by(std::span<const float> numbers, Bfloat* to) {
  constexpr std::size_t kLanes = kLanesOf<Wide>;
  typename Wide::Numbers some;
  std::size_t i = 0;
  for (; i + kLanes <= numbers.size(); i += kLanes) {
    load(some, numbers.data() + i);
    narrow_one<Wide>(some, to + i);
  }
  float rest[kLanes] = {};
  Bfloat narrowed[kLanes];
  std::copy(numbers.begin() + static_cast<std::ptrdiff_t>(i), numbers.end(), rest);
  load(some, rest);
  narrow_one<Wide>(some, narrowed);
  std::copy_n(narrowed, numbers.size() - i, to + i);
}

template <class Wide>
PODPROMO_INSIDE void pack_values_by(const Rows& rows, Bfloat* to) {
  Bfloat pair[2][kWidth];
  for (std::size_t row = 0; row < whole_panels(rows.count); row += 2, to += 2 * kWidth) {
    for (std::size_t i = 0; i < 2; ++i) {
      std::fill_n(pair[i], kWidth, Bfloat{0});
      if (row + i < rows.count) narrow_by<Wide>({rows.first + (row + i) * rows.step, kWidth}, pair[i]);
    }
    for (std::size_t i = 0; i < kWidth; ++i) {
      to[2 * i] = pair[0][i];
      to[2 * i + 1] = pair[1][i];
    }
  }
}

constexpr std::size_t kSlice = 256;  // pairs whose rows, widened, stay in the nearest memory

// Adds the products over one slice to the sums of kRows rows in as many columns as registers hold.
template <class Wide>
// NOLINTNEXTLINE(readability-function-cognitive-complexity): short loops that are unrolled wholly, and no branches.
PODPROMO_INSIDE void add_slice(const float (&rows)[kRows][2 * kSlice], const Bfloat* columns, std::size_t pairs,
                               const Sums& sums) {
  constexpr std::size_t kLanes = kLanesOf<Wide>, kTogether = Wide::kTogether;
  typename Wide::Numbers total[kRows][kTogether];
#pragma GCC unroll 6
  for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kTogether; ++i) load(total[row][i], sums.first + row * sums.step + i * kLanes);
  for (std::size_t pair = 0; pair < pairs; ++pair, columns += 2 * kColumns) {
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half) {
      typename Wide::Numbers column[kTogether];
#pragma GCC unroll 4
      for (std::size_t i = 0; i < kTogether; ++i) {
        typename Wide::Bits bits;
        load(bits, columns + 2 * kLanes * i);
        bits = half == 0 ? bits << 16 : bits & 0xFFFF0000U;
        load(column[i], &bits);
      }
#pragma GCC unroll 6
      for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 4
        for (std::size_t i = 0; i < kTogether; ++i) total[row][i] += rows[row][2 * pair + half] * column[i];
    }
  }
#pragma GCC unroll 6
  for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kTogether; ++i) store(total[row][i], sums.first + row * sums.step + i * kLanes);
}

template <class Wide>
PODPROMO_INSIDE void product_by(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums) {
  constexpr std::size_t kAtOnce = kLanesOf<Wide> * Wide::kTogether;
  for (std::size_t row = 0; row < kRows; ++row) std::fill_n(sums.first + row * sums.step, kColumns, 0.0F);
  float wide[kRows][2 * kSlice];
  for (std::size_t first = 0; first < pairs; first += kSlice) {
    const std::size_t count = std::min(kSlice, pairs - first);
    for (std::size_t row = 0; row < kRows; ++row)
      for (std::size_t i = 0; i < 2 * count; ++i) {
        const std::uint32_t bits = std::uint32_t{rows.first[row * rows.step + 2 * first + i]} << 16U;
        std::memcpy(&wide[row][i], &bits, sizeof bits);
      }
    for (std::size_t column = 0; column < kColumns; column += kAtOnce)
      add_slice<Wide>(wide, columns + 2 * (first * kColumns + column), count, {sums.first + column, sums.step});
  }
}

template <class Wide>
PODPROMO_INSIDE void gelu_by(float* numbers, std::size_t count) {
  constexpr std::size_t kLanes = kLanesOf<Wide>;
  typename Wide::Numbers x;
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    load(x, numbers + i);
    bend<Wide>(x);
    store(x, numbers + i);
  }
  float rest[kLanes] = {};
  std::copy(numbers + i, numbers + count, rest);
  load(x, rest);
  bend<Wide>(x);
  store(x, rest);
  std::copy_n(rest, count - i, numbers + i);
}

template <class Wide>
PODPROMO_INSIDE void end_one(const float* sums, const Ending& ending, std::size_t at, typename Wide::Numbers& x) {
  typename Wide::Numbers more;
  load(x, sums + at);
  if (ending.bias != nullptr) {
    load(more, ending.bias + at);
    x += more;
  }
  if (ending.bend) bend<Wide>(x);
  if (ending.added != nullptr) {
    load(more, ending.added + at);
    x += more;
  }
}

template <class Wide>
PODPROMO_INSIDE void end_single_by(const float* sums, const Ending& ending, float* to) {
  typename Wide::Numbers x;
  for (std::size_t i = 0; i < kColumns; i += kLanesOf<Wide>) {
    end_one<Wide>(sums, ending, i, x);
    store(x, to + i);
  }
}

template <class Wide>
PODPROMO_INSIDE void end_narrow_by(const float* sums, const Ending& ending, Bfloat* to) {
  typename Wide::Numbers x;
  for (std::size_t i = 0; i < kColumns; i += kLanesOf<Wide>) {
    end_one<Wide>(sums, ending, i, x);
    narrow_one<Wide>(x, to + i);
  }
}

template <class Wide>
PODPROMO_INSIDE void even_out_by(const float* numbers, std::size_t width, const Evenness& evenness, Bfloat* to) {
  using Numbers = typename Wide::Numbers;
  constexpr std::size_t kLanes = kLanesOf<Wide>;
  const auto count = static_cast<float>(width);
  Numbers some, scale, shift, sum{}, squares{};
  for (std::size_t i = 0; i < width; i += kLanes) {
    load(some, numbers + i);
    sum += some;
  }
  const float mean = sum_of<Wide>(sum) / count;
  for (std::size_t i = 0; i < width; i += kLanes) {
    load(some, numbers + i);
    squares += (some - mean) * (some - mean);
  }
  const float unit = 1 / std::sqrt(sum_of<Wide>(squares) / count + evenness.epsilon);
  for (std::size_t i = 0; i < width; i += kLanes) {
    load(some, numbers + i);
    load(scale, evenness.scale + i);
    load(shift, evenness.shift + i);
    some = (some - mean) * unit * scale + shift;
    narrow_one<Wide>(some, to + i);
  }
}

template <class Wide>
PODPROMO_INSIDE float powers_by(float* scores, std::size_t count, float scale, Bfloat* to) {
  using Numbers = typename Wide::Numbers;
  constexpr std::size_t kLanes = kLanesOf<Wide>;
  std::fill(scores + count, scores + whole_panels(count), -3e38F);
  Numbers some, highest, sum{};
  load(highest, scores);
  for (std::size_t i = kLanes; i < whole_panels(count); i += kLanes) {
    load(some, scores + i);
    highest = some > highest ? some : highest;
  }
  float most = highest[0];
  for (std::size_t i = 1; i < kLanes; ++i) most = std::max(most, static_cast<float>(highest[i]));
  for (std::size_t i = 0; i < whole_panels(count); i += kLanes) {
    load(some, scores + i);
    some = (some - most) * scale;
    raise<Wide>(some);
    sum += some;
    narrow_one<Wide>(some, to + i);
  }
  return sum_of<Wide>(sum);
}

// The same code for several processors: what is inside is compiled for the one that the function names.
#define PODPROMO_KERNELS(Name, processor, Wide)                                                                        \
  struct Name {                                                                                                        \
    __attribute__((target(processor))) static void narrow(std::span<const float> numbers, Bfloat* to) {                \
      narrow_by<Wide>(numbers, to);                                                                                    \
    }                                                                                                                  \
    __attribute__((target(processor))) static void pack_values(const Rows& rows, Bfloat* to) {                         \
      pack_values_by<Wide>(rows, to);                                                                                  \
    }                                                                                                                  \
    __attribute__((target(processor))) static void product(const NarrowRows& rows, const Bfloat* columns,              \
                                                           std::size_t pairs, const Sums& sums) {                      \
      product_by<Wide>(rows, columns, pairs, sums);                                                                    \
    }                                                                                                                  \
    __attribute__((target(processor))) static void gelu(float* numbers, std::size_t count) {                           \
      gelu_by<Wide>(numbers, count);                                                                                   \
    }                                                                                                                  \
    __attribute__((target(processor))) static void end_single(const float* sums, const Ending& ending, float* to) {    \
      end_single_by<Wide>(sums, ending, to);                                                                           \
    }                                                                                                                  \
    __attribute__((target(processor))) static void end_narrow(const float* sums, const Ending& ending, Bfloat* to) {   \
      end_narrow_by<Wide>(sums, ending, to);                                                                           \
    }                                                                                                                  \
    __attribute__((target(processor))) static void even_out(const float* numbers, std::size_t width,                   \
                                                            const Evenness& evenness, Bfloat* to) {                    \
      even_out_by<Wide>(numbers, width, evenness, to);                                                                 \
    }                                                                                                                  \
    __attribute__((target(processor))) static float powers(float* scores, std::size_t count, float scale,              \
                                                           Bfloat* to) {                                               \
      return powers_by<Wide>(scores, count, scale, to);                                                                \
    }                                                                                                                  \
    static constexpr KernelTable kTable{narrow, pack_values, product, gelu, end_single, end_narrow, even_out, powers}; \
  }
PODPROMO_KERNELS(Avx512, "avx512f,avx512bw,avx512vl", Wide64);
PODPROMO_KERNELS(Avx2, "avx2,fma", Wide32);

bool has_avx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }

}  // namespace

const KernelTable* wide512_kernels() { return has_avx512() ? &Avx512::kTable : nullptr; }
const KernelTable* wide256_kernels() { return has_avx2() ? &Avx2::kTable : nullptr; }

#else

const KernelTable* wide512_kernels() { return nullptr; }
const KernelTable* wide256_kernels() { return nullptr; }

#endif

}  // namespace podpromo::bfloat
