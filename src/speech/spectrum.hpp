#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace podpromo {

// The power spectrum of 400 samples (25 ms) under a Hann window: 201 frequencies, 40 Hz apart.
class Spectrum {
 public:
  static constexpr std::size_t kSamples = 400;
  static constexpr std::size_t kBins = kSamples / 2 + 1;

  Spectrum();
  void powers(std::span<const float, kSamples> samples, std::span<float, kBins> powers) const;

 private:
  // 400 = 20 × 20: two rounds of 20 short transforms are quick enough, and every loop runs over 20 neighbours.
  static constexpr std::size_t kSide = 20;
  static constexpr std::size_t kHalf = kSide / 2 + 1;  // of a real signal, the rest mirrors these
  using Row = std::array<float, kSide>;
  struct Rows {
    std::array<Row, kHalf> real{};
    std::array<Row, kHalf> imaginary{};
  };
  Rows columns_of(std::span<const float, kSamples> samples) const;
  void turn(Rows& rows) const;

  std::array<float, kSamples> window_{};
  std::array<Row, kSide> cosine_{};  // cos(2π·i·j / 20)
  std::array<Row, kSide> sine_{};
  Rows turns_;  // e^(−2πi·row·column / 400)
};

}  // namespace podpromo
