#include "speech/speakers/voice_layers.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#ifdef __x86_64__
#ifdef __GNUC__
// GCC 12 takes the undefined lanes in its own intrinsics for a mistake (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#endif

namespace podpromo {

namespace {

constexpr std::size_t kGates = 4;
constexpr std::size_t kUnits = kVoiceprintSize;

// GCC and clang turn arithmetic on these into what the function's processor has. A vector wider than that would be
// taken apart through memory, so each function has vectors of its processor's width.
struct Wide64 {
  using Numbers = float __attribute__((vector_size(64)));
  using Whole = std::int32_t __attribute__((vector_size(64)));
};
struct Wide32 {
  using Numbers = float __attribute__((vector_size(32)));
  using Whole = std::int32_t __attribute__((vector_size(32)));
};
struct Wide16 {
  using Numbers = float __attribute__((vector_size(16)));
  using Whole = std::int32_t __attribute__((vector_size(16)));
};

#define PODPROMO_INSIDE [[gnu::always_inline]] inline

// x becomes 1 / (1 + e^-x), to about seven digits.
template <typename Wide, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void squash(Vector& x) {
  using Whole = typename Wide::Whole;
  constexpr float kEnough = 40, kLog2OfE = 1.44269504F;
  x = x < -kEnough ? Vector{} - kEnough : x;
  x = x > kEnough ? Vector{} + kEnough : x;
  const Vector power = x * -kLog2OfE;
  const Whole whole = __builtin_convertvector(power + (power < 0 ? Vector{} - 0.5F : Vector{} + 0.5F), Whole);
  const Vector rest = power - __builtin_convertvector(whole, Vector);
  Vector sum = Vector{} + 0.000154035304F;  // ln(2)^n / n!, n from 6 to 0
  for (const float factor : {0.00133335581F, 0.00961812911F, 0.0555041087F, 0.240226507F, 0.693147181F, 1.0F})
    sum = sum * rest + factor;
  const Whole exponent = (whole + 127) << 23;
  Vector scale;
  std::memcpy(&scale, &exponent, sizeof scale);
  x = 1 / (1 + sum * scale);
}

// x becomes its hyperbolic tangent.
template <typename Wide, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void bend(Vector& x) {
  x = x + x;
  squash<Wide>(x);
  x = x + x - 1;
}

// The four gates of a unit and what it remembers become what it says.
template <typename Wide, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void decide(Vector* gates, float* cell, float* said) {
  squash<Wide>(gates[0]);
  squash<Wide>(gates[1]);
  bend<Wide>(gates[2]);
  squash<Wide>(gates[3]);
  Vector state;
  std::memcpy(&state, cell, sizeof state);
  state = gates[1] * state + gates[0] * gates[2];
  std::memcpy(cell, &state, sizeof state);
  bend<Wide>(state);
  state = gates[3] * state;
  std::memcpy(said, &state, sizeof state);
}

// Adds to the sums of `kRows` rows what `heard` counts for them, and moves `weights` behind what it used.
template <typename Wide, std::size_t kRows, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void add_heard(const float*& weights, std::span<const Lanes> heard, Vector* sums) {
  constexpr std::size_t kParts = sizeof(Lanes) / sizeof(Vector), kWidth = sizeof(Vector) / sizeof(float);
  for (const Lanes& lanes : heard) {
    Vector numbers[kParts];
    for (std::size_t part = 0; part < kParts; ++part)
      std::memcpy(&numbers[part], &lanes.of[part * kWidth], sizeof(Vector));
    for (std::size_t i = 0; i < kRows * kParts; ++i) sums[i] += weights[i / kParts] * numbers[i % kParts];
    weights += kRows;
  }
}

// What a unit says, of all its windows; its gates begin at `sums`.
template <typename Wide, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void decide_unit(const Vector* sums, Lanes& cell, Lanes& said) {
  constexpr std::size_t kParts = sizeof(Lanes) / sizeof(Vector), kWidth = sizeof(Vector) / sizeof(float);
  for (std::size_t part = 0; part < kParts; ++part) {
    Vector gates[kGates];
    for (std::size_t gate = 0; gate < kGates; ++gate) gates[gate] = sums[gate * kParts + part];
    decide<Wide>(gates, &cell.of[part * kWidth], &said.of[part * kWidth]);
  }
}

// `kTogether` units at once, so that their sums stay in registers.
template <typename Wide, std::size_t kTogether, typename Vector = typename Wide::Numbers>
PODPROMO_INSIDE void step_by(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory) {
  constexpr std::size_t kRows = kGates * kTogether, kParts = sizeof(Lanes) / sizeof(Vector);
  const auto before = memory.said;
  const float* weights = layer.weights.data();
  for (std::size_t unit = 0; unit < kUnits; unit += kTogether) {
    Vector sums[kRows * kParts];
    for (std::size_t i = 0; i < kRows * kParts; ++i) sums[i] = Vector{} + weights[i / kParts];
    weights += kRows;
    add_heard<Wide, kRows>(weights, inputs, sums);
    add_heard<Wide, kRows>(weights, before, sums);
    for (std::size_t i = 0; i < kTogether; ++i)
      decide_unit<Wide>(sums + kGates * kParts * i, memory.cells[unit + i], memory.said[unit + i]);
  }
}

#ifdef __x86_64__
// The program is compiled for any processor of its kind; these functions alone use more.
#define PODPROMO_BFLOAT_CODE __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

// The same two numbers of each window side by side, rounded to bfloat16: what one instruction multiplies and adds.
PODPROMO_BFLOAT_CODE inline void pair(const Lanes& first, const Lanes& second, Lanes& both) {
  const auto one = _mm512_cvtneps_pbh(_mm512_load_ps(first.of.data()));
  const auto other = _mm512_cvtneps_pbh(_mm512_load_ps(second.of.data()));
  const __m512i low = _mm512_cvtepu16_epi32(reinterpret_cast<__m256i>(one));
  const __m512i high = _mm512_slli_epi32(_mm512_cvtepu16_epi32(reinterpret_cast<__m256i>(other)), 16);
  _mm512_store_si512(&both, _mm512_or_si512(low, high));
}

PODPROMO_BFLOAT_CODE void step_bfloat(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory) {
  constexpr std::size_t kTogether = 4, kRows = kGates * kTogether;
  std::array<Lanes, kUnits> pairs;
  std::size_t count = 0;
  for (const std::span<const Lanes> heard : {inputs, std::span<const Lanes>(memory.said)})
    for (std::size_t i = 0; i < heard.size(); i += 2) pair(heard[i], heard[i + 1], pairs[count++]);
  const float* weights = layer.weights.data();
  for (std::size_t unit = 0; unit < kUnits; unit += kTogether) {
    __m512 sums[kRows];
    for (std::size_t row = 0; row < kRows; ++row) sums[row] = _mm512_set1_ps(weights[row]);
    weights += kRows;
    for (std::size_t i = 0; i < count; ++i, weights += kRows) {
      const auto numbers = reinterpret_cast<__m512bh>(_mm512_load_ps(pairs[i].of.data()));
      for (std::size_t row = 0; row < kRows; ++row)
        sums[row] = _mm512_dpbf16_ps(sums[row], reinterpret_cast<__m512bh>(_mm512_set1_ps(weights[row])), numbers);
    }
    for (std::size_t i = 0; i < kTogether; ++i)
      decide<Wide64>(sums + kGates * i, memory.cells[unit + i].of.data(), memory.said[unit + i].of.data());
  }
}

__attribute__((target("avx512f"))) void step_avx512(const VoiceLayer& layer, std::span<const Lanes> inputs,
                                                    VoiceMemory& memory) {
  step_by<Wide64, 2>(layer, inputs, memory);
}
__attribute__((target("avx2,fma"))) void step_avx2(const VoiceLayer& layer, std::span<const Lanes> inputs,
                                                   VoiceMemory& memory) {
  step_by<Wide32, 1>(layer, inputs, memory);
}
const bool kHasBfloat = __builtin_cpu_supports("avx512bf16") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                        __builtin_cpu_supports("avx512vl") != 0;
const bool kHasAvx512 = __builtin_cpu_supports("avx512f") != 0;
const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
#else
constexpr bool kHasBfloat = false;
constexpr bool kHasAvx512 = false;
#endif

// The nearest bfloat16, ties to even, as the upper half of a float.
std::uint32_t rounded(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
}

float both_rounded(float first, float second) { return std::bit_cast<float>(rounded(first) | rounded(second) << 16); }

// A matrix whose rows are what each gate of each unit hears.
struct Rows {
  std::span<const float> numbers;
  std::size_t width;
  float pair_at(std::size_t row, std::size_t column) const {
    const float* number = &numbers[row * width + column];
    return kHasBfloat ? both_rounded(number[0], number[1]) : number[0];
  }
};

// Appends what column `column` counts for the gates of the units [first, last).
void pack(const Rows& rows, std::size_t column, std::pair<std::size_t, std::size_t> units, std::vector<float>& to) {
  for (std::size_t unit = units.first; unit < units.second; ++unit)
    for (std::size_t gate = 0; gate < kGates; ++gate) to.push_back(rows.pair_at(gate * kUnits + unit, column));
}

void pack_biases(std::span<const float> biases, std::pair<std::size_t, std::size_t> units, std::vector<float>& to) {
  for (std::size_t unit = units.first; unit < units.second; ++unit)
    for (std::size_t gate = 0; gate < kGates; ++gate) to.push_back(biases[gate * kUnits + unit]);
}

std::size_t units_together() {
  if (kHasBfloat) return 4;
  return kHasAvx512 ? 2 : 1;
}

}  // namespace

VoiceLayer packed_layer(std::span<const float> input, std::span<const float> memory, std::span<const float> biases) {
  VoiceLayer layer{input.size() / biases.size(), {}};
  layer.weights.reserve(input.size() + memory.size() + biases.size());
  const std::size_t columns = kHasBfloat ? 2 : 1;
  for (std::size_t unit = 0; unit < kUnits; unit += units_together()) {
    const std::pair units{unit, unit + units_together()};
    pack_biases(biases, units, layer.weights);
    for (const Rows& rows : {Rows{input, layer.inputs}, Rows{memory, kUnits}})
      for (std::size_t column = 0; column < rows.width; column += columns) pack(rows, column, units, layer.weights);
  }
  return layer;
}

void step(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory) {
#ifdef __x86_64__
  if (kHasBfloat) return step_bfloat(layer, inputs, memory);
  if (kHasAvx512) return step_avx512(layer, inputs, memory);
  if (kHasAvx2) return step_avx2(layer, inputs, memory);
#endif
  step_by<Wide16, 1>(layer, inputs, memory);
}

}  // namespace podpromo
