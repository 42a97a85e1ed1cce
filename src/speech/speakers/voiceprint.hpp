#pragma once

#include <array>
#include <cstddef>

namespace podpromo {

// What a voice sounds like, as 256 numbers that are never negative and whose squares sum to 1: the more alike two
// voices are, the closer to 1 is the sum of the products. Silence gives zeros.
inline constexpr std::size_t kVoiceprintSize = 256;
using Voiceprint = std::array<float, kVoiceprintSize>;

// A voiceprint is made of 1.6 s of sound, seen as 160 frames of 40 mel bands, 10 ms apart.
inline constexpr std::size_t kVoiceFrames = 160;
inline constexpr std::size_t kVoiceBands = 40;
inline constexpr std::size_t kVoiceFrameStep = 160;    // samples
inline constexpr std::size_t kVoiceFrameLength = 400;  // samples
inline constexpr double kVoiceWindowS = 1.6;

}  // namespace podpromo
