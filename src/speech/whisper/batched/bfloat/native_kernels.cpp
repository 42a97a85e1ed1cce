// The product of processors that multiply bfloat16 by themselves; in all else they are like others with AVX-512.
#include <algorithm>
#include <cstring>

#include "speech/whisper/batched/bfloat/kernel_table.hpp"

#ifdef __x86_64__
#ifdef __GNUC__
// GCC 12 takes the undefined lanes in its own intrinsics for a mistake (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#endif

namespace podpromo::bfloat {

#ifdef __x86_64__

namespace {

// The program is compiled for any processor of its kind; this function alone uses more.
#define PODPROMO_BFLOAT_CODE __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

constexpr std::size_t kLanes = 16;
constexpr std::size_t kTiles = kColumns / kLanes;

// Only loops that the compiler unrolls wholly keep the sums in registers all the while.
PODPROMO_BFLOAT_CODE void native_product(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs,
                                         const Sums& sums) {
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

}  // namespace

const KernelTable* native_kernels() {
  if (wide512_kernels() == nullptr || __builtin_cpu_supports("avx512bf16") == 0) return nullptr;
  static const KernelTable table = [] {
    KernelTable like_others = *wide512_kernels();
    like_others.product = native_product;
    return like_others;
  }();
  return &table;
}

#else

const KernelTable* native_kernels() { return nullptr; }

#endif

}  // namespace podpromo::bfloat
