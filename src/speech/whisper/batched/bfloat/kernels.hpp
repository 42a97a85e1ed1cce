#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

// Products and powers of bfloat16, the upper halves of single precision, by the widest instructions that the processor
// has: those that multiply them directly (AVX512-BF16), AVX-512 or AVX2. Everything but is_possible() is for processors
// that have some of these.
namespace podpromo::bfloat {

using Bfloat = std::uint16_t;

inline constexpr std::size_t kRows = 6;      // that product() takes at once: their sums just fit into the registers
inline constexpr std::size_t kColumns = 64;  // the same
inline constexpr std::size_t kWidth = 64;    // of a head

bool is_possible();

// `count` rounded up to whole panels.
inline std::size_t whole_panels(std::size_t count) { return (count + kColumns - 1) / kColumns * kColumns; }

// Rows of floats, 64 in each that counts, `step` from one to the next.
struct Rows {
  const float* first = nullptr;
  std::size_t count = 0;
  std::size_t step = 0;
};
struct NarrowRows {
  const Bfloat* first = nullptr;
  std::size_t step = 0;
  std::size_t count = kRows;
};
struct Sums {
  float* first = nullptr;
  std::size_t step = 0;
};

// Rounds each number to bfloat16.
void narrow(std::span<const float> numbers, Bfloat* to);
// Rounds each row to bfloat16, one right after another.
void narrow_rows(const Rows& rows, Bfloat* to);
// Puts keys in panels of 64, and in each for every pair of their numbers the pairs of all 64, filled up with zeros: the
// columns of a product with queries. What all keys have in common is taken off first: it shifts all scores of a query
// alike, so it changes no share, and what is left loses less by being rounded.
void pack_keys(const Rows& rows, Bfloat* to);
// Puts values pair by pair, as many as fill panels of 64: the columns of a product with how much each counts.
void pack_values(const Rows& rows, Bfloat* to);

// The products of kRows rows with kColumns packed columns, over `pairs` pairs of numbers each.
void product(const NarrowRows& rows, const Bfloat* columns, std::size_t pairs, const Sums& sums);

// GELU by tanh, as ggml's, of each of `count` numbers in place.
void gelu(float* numbers, std::size_t count);

// What the sums of 64 columns become.
struct Ending {
  const float* bias = nullptr;   // added first; null = none
  bool bend = false;             // by gelu()
  const float* added = nullptr;  // added last; null = none
};
void end(const float* sums, const Ending& ending, float* to);
void end(const float* sums, const Ending& ending, Bfloat* to);

// A layer's norm, as the model has learnt it.
struct Evenness {
  const float* scale = nullptr;
  const float* shift = nullptr;
  float epsilon = 0;  // added to the variance
};
// `width` numbers (a multiple of 16) of mean 0 and variance 1, scaled and shifted.
void even_out(const float* numbers, std::size_t width, const Evenness& evenness, Bfloat* to);

// 2^(scale × (score − highest)) for each of `count` scores, zero up to the next multiple of 64; returns their sum.
float powers(float* scores, std::size_t count, float scale, Bfloat* to);

}  // namespace podpromo::bfloat
