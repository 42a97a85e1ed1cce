#pragma once

#include "episode/media_facts.hpp"
#include "episode/render.hpp"

#include <string>

namespace podpromo {

// How a picture gets into a frame of another shape.
struct Fit {
  bool on_background = false;  // over a blurred copy of itself; otherwise it fills the frame
  FrameSize scaled;            // the picture's size before it is cut; even numbers
  FrameSize cut;               // what is kept of it, from its middle; even numbers
  int x = 0;                   // where that goes in the frame
  int y = 0;
};

// Fills the frame when that costs at most about a third of the picture. Otherwise the picture stands over its own
// blurred self, a wide one a little enlarged, so that it loses a seventh at its sides and gains size.
Fit fit_of(const Picture& picture, FrameSize frame);

// The filters from the input "[0:V:0]" to "[fitted]": frames at `rate`, in the frame's size, BT.709, square pixels.
// `start` of the stream is filled by its first frame, its end by its last, so that picture and sound end together.
std::string fitting_filters(const Picture& picture, FrameSize frame, const std::string& rate);

// The rate to show `frames_per_s` at, as ffmpeg writes it: a common rate up to 30 as it is, everything else as 30.
std::string frame_rate(double frames_per_s);
double frames_per_second(const std::string& rate);

}  // namespace podpromo
