#pragma once

#include "speech/whisper/batched/bfloat/kernels.hpp"

namespace podpromo::bfloat {

// The functions of kernels.hpp for one kind of processor.
struct KernelTable {
  void (*narrow)(std::span<const float> numbers, Bfloat* to) = nullptr;
  void (*pack_values)(const Rows& rows, Bfloat* to) = nullptr;
  void (*product)(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums) = nullptr;
  void (*gelu)(float* numbers, std::size_t count) = nullptr;
  void (*end_single)(const float* sums, const Ending& ending, float* to) = nullptr;
  void (*end_narrow)(const float* sums, const Ending& ending, Bfloat* to) = nullptr;
  void (*even_out)(const float* numbers, std::size_t width, const Evenness& evenness, Bfloat* to) = nullptr;
  float (*powers)(float* scores, std::size_t count, float scale, Bfloat* to) = nullptr;
};

// For processors that multiply bfloat16 by themselves, and for those with AVX-512 or AVX2 only, which widen it first.
// Null where this processor, or this kind of computer, has no such instructions.
const KernelTable* native_kernels();
const KernelTable* wide512_kernels();
const KernelTable* wide256_kernels();

}  // namespace podpromo::bfloat
