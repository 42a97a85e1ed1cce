#include "speech/spectrum.hpp"

#include <cmath>
#include <numbers>

namespace podpromo {

namespace {

constexpr double kCircle = 2 * std::numbers::pi;

}  // namespace

Spectrum::Spectrum() {
  for (std::size_t i = 0; i < kSamples; ++i)
    window_[i] = static_cast<float>(0.5 * (1 - std::cos(kCircle * static_cast<double>(i) / kSamples)));
  for (std::size_t i = 0; i < kSide; ++i)
    for (std::size_t j = 0; j < kSide; ++j) {
      const double angle = kCircle * static_cast<double>(i * j % kSide) / kSide;
      cosine_[i][j] = static_cast<float>(std::cos(angle));
      sine_[i][j] = static_cast<float>(std::sin(angle));
    }
  for (std::size_t row = 0; row < kHalf; ++row)
    for (std::size_t column = 0; column < kSide; ++column) {
      const double angle = kCircle * static_cast<double>(row * column) / kSamples;
      turns_.real[row][column] = static_cast<float>(std::cos(angle));
      turns_.imaginary[row][column] = static_cast<float>(-std::sin(angle));
    }
}

// First round: for each remainder of the sample's number by 20, the transform over its 20 samples.
Spectrum::Rows Spectrum::columns_of(std::span<const float, kSamples> samples) const {
  Rows rows;
  for (std::size_t n = 0; n < kSide; ++n) {
    Row sample;
    for (std::size_t i = 0; i < kSide; ++i) sample[i] = samples[n * kSide + i] * window_[n * kSide + i];
    for (std::size_t row = 0; row < kHalf; ++row) {
      const float cosine = cosine_[n][row], sine = sine_[n][row];
      for (std::size_t i = 0; i < kSide; ++i) rows.real[row][i] += sample[i] * cosine;
      for (std::size_t i = 0; i < kSide; ++i) rows.imaginary[row][i] -= sample[i] * sine;
    }
  }
  return rows;
}

void Spectrum::turn(Rows& rows) const {
  for (std::size_t row = 0; row < kHalf; ++row)
    for (std::size_t i = 0; i < kSide; ++i) {
      const float real = rows.real[row][i], imaginary = rows.imaginary[row][i];
      rows.real[row][i] = real * turns_.real[row][i] - imaginary * turns_.imaginary[row][i];
      rows.imaginary[row][i] = real * turns_.imaginary[row][i] + imaginary * turns_.real[row][i];
    }
}

void Spectrum::powers(std::span<const float, kSamples> samples, std::span<float, kBins> powers) const {
  Rows rows = columns_of(samples);
  turn(rows);
  for (std::size_t row = 0; row < kHalf; ++row) {
    // Second round, over the remainders: bin row + 20·i comes out at place i.
    Row real{}, imaginary{};
    for (std::size_t n = 0; n < kSide; ++n) {
      const float a = rows.real[row][n], b = rows.imaginary[row][n];
      for (std::size_t i = 0; i < kSide; ++i) real[i] += a * cosine_[n][i] + b * sine_[n][i];
      for (std::size_t i = 0; i < kSide; ++i) imaginary[i] += b * cosine_[n][i] - a * sine_[n][i];
    }
    for (std::size_t i = 0; i < kSide; ++i) {
      const std::size_t bin = row + kSide * i;
      powers[bin < kBins ? bin : kSamples - bin] = real[i] * real[i] + imaginary[i] * imaginary[i];
    }
  }
}

}  // namespace podpromo
