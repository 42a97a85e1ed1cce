#include "speech/speakers/voice_mel.hpp"

#include "models/mel_filters.hpp"

namespace podpromo {

VoiceMel::VoiceMel() : bands_(mel_filters(static_cast<int>(kVoiceBands))) {}

std::vector<VoiceFrame> VoiceMel::of(std::span<const float> samples, float gain) const {
  std::vector<VoiceFrame> frames;
  if (samples.size() < kVoiceFrameLength) return frames;
  frames.resize((samples.size() - kVoiceFrameLength) / kVoiceFrameStep + 1);
  for (std::size_t i = 0; i < frames.size(); ++i)
    bands_.powers(samples.subspan(i * kVoiceFrameStep).first<Spectrum::kSamples>(),
                  [&](std::size_t band, float power) { frames[i][band] = gain * power; });
  return frames;
}

}  // namespace podpromo
