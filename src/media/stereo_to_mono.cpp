#include "media/stereo_to_mono.hpp"

#include "media/wav_file.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

constexpr std::size_t kBlock = std::size_t{2} * kSoundRate;  // a second of both channels
constexpr std::size_t kGlide = kSoundRate / 50;              // 20 ms
constexpr double kSilence = 4;                               // mean square of samples; about −84 dBFS
constexpr double kCancelled = 0.05;                          // the mean has 13 dB less than the louder channel
constexpr double kOneSided = 1e-4;                           // one channel has 40 dB less than the other

}  // namespace

StereoToMono::Gains StereoToMono::gains_for(std::span<const std::int16_t> block, Gains otherwise) {
  double left = 0;
  double right = 0;
  double middle = 0;
  for (std::size_t i = 0; i + 1 < block.size(); i += 2) {
    const double l = block[i];
    const double r = block[i + 1];
    left += l * l;
    right += r * r;
    middle += (l + r) * (l + r) / 4;
  }
  const double louder = std::max(left, right);
  const std::size_t frames = block.size() / 2;
  if (louder < kSilence * static_cast<double>(frames)) return otherwise;
  if (middle >= kCancelled * louder && std::min(left, right) >= kOneSided * louder) return {0.5f, 0.5f};
  return left >= right ? Gains{1, 0} : Gains{0, 1};
}

void StereoToMono::mix(std::span<const std::int16_t> block, std::vector<std::int16_t>& mono) {
  const Gains target = gains_for(block, gains_);
  const Gains before = begun_ ? gains_ : target;
  for (std::size_t frame = 0; frame < block.size() / 2; ++frame) {
    const float way = std::min(1.0f, static_cast<float>(frame) / static_cast<float>(kGlide));
    const float left = before.left + way * (target.left - before.left);
    const float right = before.right + way * (target.right - before.right);
    const float sample = left * static_cast<float>(block[2 * frame]) + right * static_cast<float>(block[2 * frame + 1]);
    mono.push_back(static_cast<std::int16_t>(std::clamp(std::lround(sample), -32768L, 32767L)));
  }
  gains_ = target;
  begun_ = true;
}

void StereoToMono::add(std::span<const std::int16_t> interleaved, std::vector<std::int16_t>& mono) {
  held_.insert(held_.end(), interleaved.begin(), interleaved.end());
  std::size_t done = 0;
  for (; held_.size() - done >= kBlock; done += kBlock) mix(std::span(held_).subspan(done, kBlock), mono);
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(done));
}

void StereoToMono::finish(std::vector<std::int16_t>& mono) {
  mix(held_, mono);
  held_.clear();
}

}  // namespace podpromo
