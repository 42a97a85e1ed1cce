#include "speech/remote/wav_bytes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "speech/wav.hpp"

namespace podpromo {

namespace {

constexpr std::uint32_t kBytesPerSample = 2;
constexpr std::size_t kCutWindow = kSamplesPerSecond / 10;

template <typename T>
void put(std::string& bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFF);
}

}  // namespace

std::string wav_bytes(std::span<const float> samples) {
  const auto length = static_cast<std::uint32_t>(samples.size() * kBytesPerSample);
  std::string bytes;
  bytes.reserve(44 + length);
  bytes += "RIFF";
  put<std::uint32_t>(bytes, 36 + length);
  bytes += "WAVEfmt ";
  put<std::uint32_t>(bytes, 16);
  put<std::uint16_t>(bytes, 1);  // PCM
  put<std::uint16_t>(bytes, 1);  // mono
  put<std::uint32_t>(bytes, kSamplesPerSecond);
  put<std::uint32_t>(bytes, kSamplesPerSecond * kBytesPerSample);
  put<std::uint16_t>(bytes, kBytesPerSample);
  put<std::uint16_t>(bytes, 8 * kBytesPerSample);
  bytes += "data";
  put<std::uint32_t>(bytes, length);
  for (const float sample : samples)
    put(bytes, static_cast<std::uint16_t>(std::clamp(std::lround(sample * 32768.0F), -32768L, 32767L)));
  return bytes;
}

std::size_t quietest_sample(std::span<const float> samples, std::size_t from, std::size_t to) {
  std::size_t best = (from + to) / 2;
  double least = INFINITY;
  for (std::size_t at = from; at + kCutWindow <= to; at += kCutWindow / 2) {
    const auto window = samples.subspan(at, kCutWindow);
    const double loud = std::inner_product(window.begin(), window.end(), window.begin(), 0.0);
    if (loud >= least) continue;
    least = loud;
    best = at + kCutWindow / 2;
  }
  return best;
}

}  // namespace podpromo
