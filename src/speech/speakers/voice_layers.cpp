#include "speech/speakers/voice_layers.hpp"

#include <cstdint>
#include <cstring>

namespace podpromo {

namespace {

constexpr std::size_t kGates = 4;
constexpr std::size_t kUnits = kVoiceprintSize;

// GCC and clang turn arithmetic on these into whatever vectors the function's processor has.
using Vector = float __attribute__((vector_size(sizeof(Lanes))));
using Whole = std::int32_t __attribute__((vector_size(sizeof(Lanes))));

#define PODPROMO_INSIDE [[gnu::always_inline]] inline

PODPROMO_INSIDE void load(const Lanes& from, Vector& to) { std::memcpy(&to, &from, sizeof to); }
PODPROMO_INSIDE void keep(const Vector& from, Lanes& to) { std::memcpy(&to, &from, sizeof to); }

// x becomes 1 / (1 + e^-x), to about seven digits.
PODPROMO_INSIDE void squash(Vector& x) {
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
PODPROMO_INSIDE void bend(Vector& x) {
  x = x + x;
  squash(x);
  x = x + x - 1;
}

// The four gates of a unit and what it remembers become what it says.
PODPROMO_INSIDE void decide(Vector* gates, Lanes& cell, Lanes& said) {
  squash(gates[0]);
  squash(gates[1]);
  bend(gates[2]);
  squash(gates[3]);
  Vector state;
  load(cell, state);
  state = gates[1] * state + gates[0] * gates[2];
  keep(state, cell);
  bend(state);
  keep(gates[3] * state, said);
}

// `kTogether` units at once, so that their sums stay in registers.
template <std::size_t kTogether>
PODPROMO_INSIDE void step_by(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory) {
  constexpr std::size_t kRows = kGates * kTogether;
  const auto before = memory.said;
  const float* weights = layer.weights.data();
  for (std::size_t unit = 0; unit < kUnits; unit += kTogether) {
    Vector sums[kRows];
    for (std::size_t row = 0; row < kRows; ++row) sums[row] = Vector{} + weights[row];
    weights += kRows;
    for (const std::span<const Lanes> heard : {inputs, std::span<const Lanes>(before)})
      for (const Lanes& lanes : heard) {
        Vector numbers;
        load(lanes, numbers);
        for (std::size_t row = 0; row < kRows; ++row) sums[row] += weights[row] * numbers;
        weights += kRows;
      }
    for (std::size_t i = 0; i < kTogether; ++i)
      decide(sums + kGates * i, memory.cells[unit + i], memory.said[unit + i]);
  }
}

#ifdef __x86_64__
// The program is compiled for any processor of its kind; these two functions alone use more.
__attribute__((target("avx512f"))) void step_avx512(const VoiceLayer& layer, std::span<const Lanes> inputs,
                                                    VoiceMemory& memory) {
  step_by<2>(layer, inputs, memory);
}
__attribute__((target("avx2,fma"))) void step_avx2(const VoiceLayer& layer, std::span<const Lanes> inputs,
                                                   VoiceMemory& memory) {
  step_by<1>(layer, inputs, memory);
}
const bool kHasAvx512 = __builtin_cpu_supports("avx512f") != 0;
const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
#else
constexpr bool kHasAvx512 = false;
#endif

}  // namespace

VoiceLayer packed_layer(std::span<const float> input, std::span<const float> memory, std::span<const float> biases) {
  VoiceLayer layer{input.size() / biases.size(), {}};
  layer.weights.reserve(input.size() + memory.size() + biases.size());
  const std::size_t together = kHasAvx512 ? 2 : 1;
  for (std::size_t first = 0; first < kUnits; first += together) {
    const auto for_each_row = [&](const auto& weight_of) {
      for (std::size_t unit = first; unit < first + together; ++unit)
        for (std::size_t gate = 0; gate < kGates; ++gate) layer.weights.push_back(weight_of(gate * kUnits + unit));
    };
    for_each_row([&](std::size_t row) { return biases[row]; });
    for (std::size_t k = 0; k < layer.inputs; ++k)
      for_each_row([&](std::size_t row) { return input[row * layer.inputs + k]; });
    for (std::size_t k = 0; k < kUnits; ++k) for_each_row([&](std::size_t row) { return memory[row * kUnits + k]; });
  }
  return layer;
}

void step(const VoiceLayer& layer, std::span<const Lanes> inputs, VoiceMemory& memory) {
#ifdef __x86_64__
  if (kHasAvx512) return step_avx512(layer, inputs, memory);
  if (kHasAvx2) return step_avx2(layer, inputs, memory);
#endif
  step_by<1>(layer, inputs, memory);
}

}  // namespace podpromo
