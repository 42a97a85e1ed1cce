#include "speech/remote/wav_bytes.hpp"

#include <cmath>
#include <numeric>

#include "speech/wav.hpp"
#include "speech/wav_form.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kCutWindow = kSamplesPerSecond / 10;

}  // namespace

std::string wav_bytes(std::span<const float> samples) {
  std::string bytes = wav_header(samples.size());
  bytes.reserve(bytes.size() + 2 * samples.size());
  for (const float sample : samples) append_sample(bytes, wav_sample(sample));
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
