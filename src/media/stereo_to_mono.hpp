#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace podpromo {

// Mixes stereo of kSoundRate into mono, deciding anew each second: as a rule the mean of both channels; the louder
// channel alone where the mean would cancel (one channel is the other upside down, as a wrongly wired microphone
// makes it) or where the other channel is silent. Changes glide, so that none can be heard as a click.
class StereoToMono {
 public:
  // Takes left, right, left, …; appends what is decided to `mono` and holds back less than a second.
  void add(std::span<const std::int16_t> interleaved, std::vector<std::int16_t>& mono);
  // Appends the rest.
  void finish(std::vector<std::int16_t>& mono);

 private:
  struct Gains {
    float left = 0.5f;
    float right = 0.5f;
  };
  static Gains gains_for(std::span<const std::int16_t> block, Gains otherwise);
  void mix(std::span<const std::int16_t> block, std::vector<std::int16_t>& mono);

  std::vector<std::int16_t> held_;
  Gains gains_;
  bool begun_ = false;
};

}  // namespace podpromo
