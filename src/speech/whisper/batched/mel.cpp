#include "speech/whisper/batched/mel.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

constexpr std::size_t kPad = Spectrum::kSamples / 2;  // a frame is centred on its instant
constexpr float kQuietest = 1e-10F;
constexpr float kRange = 8;  // ten-fold steps below the loudest that are told apart

// The sound with its mirror image before it, as the models were trained with, and silence after it.
std::vector<float> padded(std::span<const float> samples, std::size_t length) {
  std::vector<float> whole(length);
  std::reverse_copy(samples.begin() + 1, samples.begin() + 1 + kPad, whole.begin());
  std::copy(samples.begin(), samples.end(), whole.begin() + kPad);
  return whole;
}

}  // namespace

std::vector<float> Mel::of(std::span<const float> samples, std::size_t frames) const {
  const std::size_t heard = std::min(frames, (samples.size() + kPad + kStep - 1) / kStep);
  const auto sound = padded(samples, samples.size() + 2 * Spectrum::kSamples + kStep);
  const float silence = std::log10(kQuietest);
  std::vector<float> mel(bands() * frames, silence);
  for (std::size_t frame = 0; frame < heard; ++frame)
    bands_.powers(
        std::span(sound).subspan(frame * kStep).first<Spectrum::kSamples>(),
        [&](std::size_t band, float power) { mel[band * frames + frame] = std::log10(std::max(power, kQuietest)); });
  const float least = *std::max_element(mel.begin(), mel.end()) - kRange;
  for (float& value : mel) value = (std::max(value, least) + 4) / 4;
  return mel;
}

}  // namespace podpromo
