#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>

namespace podpromo {

// The one form in which the sound of an episode is kept: mono, 16 bits, this many samples a second.
constexpr int kSoundRate = 16000;

// Writes such a file as a RIFF WAVE (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications
// 1.0"). It appears under its name only with keep().
class WavWriter {
 public:
  static Result<WavWriter> begin(const fs::path& target);

  // Fails with no_space when the disk is full. Call keep() before more than 37 hours were added: the format's sizes
  // have 32 bits.
  Done add(std::span<const std::int16_t> samples);
  Done keep();
  std::uint64_t samples() const { return samples_; }

 private:
  explicit WavWriter(Draft draft) : draft_(std::move(draft)) {}
  Draft draft_;
  std::uint64_t samples_ = 0;
};

}  // namespace podpromo
