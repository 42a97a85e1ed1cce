#pragma once

#include "media/image.hpp"

#include <cstddef>
#include <vector>

namespace podpromo {

// What an audiogram's moving part looks like.
struct WaveLook {
  Image background;  // what lies under it; its size is the region's
  Colour played;
  Colour coming;
  int wave_height = 0;  // from the top; the progress line is at the bottom
};

// How loud each step of a sound is, 0…1 as an eye would want it: from the level of its pauses to that of its
// loud words. `samples` are -1…1 at `rate`, a step is 1/kBarsPerSecond.
inline constexpr double kBarsPerSecond = 9;
std::vector<double> bar_levels(const std::vector<float>& samples, int rate);

// Draws the frames of the moving part: bars of the sound flow from right to left, swell as they are heard and keep
// the colour of what has been said; a thin line below fills as the clip goes.
class WavePainter {
 public:
  WavePainter(WaveLook look, std::vector<double> levels, double length_s);
  // The region `at_s` seconds into the clip; valid until the next call.
  const Image& frame(double at_s);

 private:
  void paint_bar(double centre, double level);
  void paint_progress(double fraction);

  WaveLook look_;
  std::vector<double> levels_;
  double length_s_;
  Image frame_;
  double bar_;    // pixels
  double pitch_;  // pixels from bar to bar
};

}  // namespace podpromo
