#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace podpromo {

// For each token, in how many of the (up to eight) sequences of eight tokens around it, said more than 45 s apart in
// the same words, it takes part. Sequences with fewer than five different tokens don't count: "no no no no".
struct Repeats {
  std::vector<std::uint8_t> anywhere;  // said again or said before
  std::vector<std::uint8_t> later;     // said again later
};

// `seconds` is when each token begins.
Repeats repeats_of(std::span<const std::string> tokens, std::span<const double> seconds);

}  // namespace podpromo
