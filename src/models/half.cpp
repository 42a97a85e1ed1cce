#include "models/half.hpp"

#include <bit>
#include <cmath>

namespace podpromo {

namespace {

constexpr std::uint32_t kExponentShift = 112;  // 127 - 15: the difference of the two biases
constexpr std::uint32_t kInfinity32 = 0x7F800000;
constexpr std::uint32_t kTooLarge32 = 0x47800000;        // 65536: beyond every half
constexpr std::uint32_t kSmallestNormal32 = 0x38800000;  // 2^-14
constexpr int kSubnormalScale = 24;                      // a subnormal half counts units of 2^-24

}  // namespace

float float_from_half(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1FU;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float size = std::ldexp(static_cast<float>(fraction), -kSubnormalScale);
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(size) | sign);
  }
  if (exponent == 0x1F) return std::bit_cast<float>(sign | kInfinity32 | (fraction << 13));
  return std::bit_cast<float>(sign | ((exponent + kExponentShift) << 23) | (fraction << 13));
}

std::uint16_t half_from_float(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t size = bits & 0x7FFFFFFFU;
  if (size > kInfinity32) return static_cast<std::uint16_t>(sign | 0x7E00U);
  if (size >= kTooLarge32) return static_cast<std::uint16_t>(sign | 0x7C00U);
  if (size < kSmallestNormal32) {
    const float units = std::nearbyint(std::ldexp(std::bit_cast<float>(size), kSubnormalScale));
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(units));
  }
  // Adding just under half a unit, and one more when the kept part is odd, makes cutting off round to even.
  const std::uint32_t rounded = size + 0xFFFU + ((size >> 13) & 1U);
  return static_cast<std::uint16_t>(sign | ((rounded >> 13) - (kExponentShift << 10)));
}

}  // namespace podpromo
