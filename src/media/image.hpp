#pragma once

#include "captions/ass.hpp"
#include "episode/render.hpp"

#include <cstdint>
#include <vector>

namespace podpromo {

struct Rectangle {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

// Red, green and blue bytes, rows from the top: ffmpeg's rgb24.
struct Image {
  FrameSize size;
  std::vector<std::uint8_t> bytes;

  Image() = default;
  Image(FrameSize of, Colour colour);

  Colour at(int x, int y) const;
  // Lays `colour` over the pixel; `cover` 0…1 says how much of it. Outside of the image nothing happens.
  void lay(int x, int y, Colour colour, double cover);
};

Colour mixed(Colour a, Colour b, double of_b);

struct RoundedBox {
  double half_width = 0;
  double half_height = 0;
  double radius = 0;  // of its corners
};

// How much of a pixel at (x, y) from the box's middle is inside it, 0…1 with soft edges (by its signed distance).
double rounded_cover(double x, double y, const RoundedBox& box);

// The part of `image` in `place`.
Image cut_out(const Image& image, Rectangle place);

// Hue 0…360, saturation and lightness 0…1.
struct Hsl {
  double hue = 0;
  double saturation = 0;
  double lightness = 0;
};
Hsl hsl_of(Colour colour);
Colour colour_of(Hsl hsl);

}  // namespace podpromo
