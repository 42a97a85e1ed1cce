#pragma once

#include <cstdint>

namespace podpromo {

// IEEE 754 binary16 to binary32; exact.
float float_from_half(std::uint16_t half);
// binary32 to binary16, to the nearest, ties to even; what is too large becomes infinity.
std::uint16_t half_from_float(float value);

}  // namespace podpromo
