#include "media/image.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace podpromo {

namespace {

std::size_t offset(const Image& image, int x, int y) {
  return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.size.width) + static_cast<std::size_t>(x));
}

std::uint8_t byte_of(double value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0)); }

}  // namespace

Image::Image(FrameSize of, Colour colour)
    : size(of), bytes(3 * static_cast<std::size_t>(of.width) * static_cast<std::size_t>(of.height)) {
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    bytes[i] = colour.red;
    bytes[i + 1] = colour.green;
    bytes[i + 2] = colour.blue;
  }
}

Colour Image::at(int x, int y) const {
  const std::size_t i = offset(*this, x, y);
  return {bytes[i], bytes[i + 1], bytes[i + 2]};
}

void Image::lay(int x, int y, Colour colour, double cover) {
  if (cover <= 0 || x < 0 || y < 0 || x >= size.width || y >= size.height) return;
  const Colour result = mixed(at(x, y), colour, std::min(1.0, cover));
  const std::size_t i = offset(*this, x, y);
  bytes[i] = result.red;
  bytes[i + 1] = result.green;
  bytes[i + 2] = result.blue;
}

Colour mixed(Colour a, Colour b, double of_b) {
  const auto mix = [&](std::uint8_t from, std::uint8_t to) { return byte_of(from + (to - from) * of_b); };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

double rounded_cover(double x, double y, const RoundedBox& box) {
  const double dx = std::abs(x) - (box.half_width - box.radius);
  const double dy = std::abs(y) - (box.half_height - box.radius);
  const double outside = std::hypot(std::max(dx, 0.0), std::max(dy, 0.0));
  const double distance = outside + std::min(std::max(dx, dy), 0.0) - box.radius;
  return std::clamp(0.5 - distance, 0.0, 1.0);
}

Image cut_out(const Image& image, Rectangle place) {
  Image part({place.width, place.height}, {});
  const auto row = 3 * static_cast<std::size_t>(place.width);
  for (int y = 0; y < place.height; ++y)
    std::copy_n(image.bytes.begin() + static_cast<std::ptrdiff_t>(offset(image, place.x, place.y + y)), row,
                part.bytes.begin() + static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(y)));
  return part;
}

Hsl hsl_of(Colour colour) {
  const double red = colour.red / 255.0;
  const double green = colour.green / 255.0;
  const double blue = colour.blue / 255.0;
  const double high = std::max({red, green, blue});
  const double low = std::min({red, green, blue});
  const double range = high - low;
  Hsl hsl{0, 0, (high + low) / 2};
  if (range <= 0) return hsl;
  hsl.saturation = range / (1 - std::abs(2 * hsl.lightness - 1));
  const double sector = high == red     ? std::fmod((green - blue) / range + 6, 6)
                        : high == green ? (blue - red) / range + 2
                                        : (red - green) / range + 4;
  hsl.hue = 60 * sector;
  return hsl;
}

Colour colour_of(Hsl hsl) {
  const double chroma = (1 - std::abs(2 * hsl.lightness - 1)) * hsl.saturation;
  const double sector = std::fmod(hsl.hue / 60 + 6, 6);
  const double second = chroma * (1 - std::abs(std::fmod(sector, 2) - 1));
  const double low = hsl.lightness - chroma / 2;
  const std::array<std::array<double, 3>, 6> of_sector{{{chroma, second, 0},
                                                        {second, chroma, 0},
                                                        {0, chroma, second},
                                                        {0, second, chroma},
                                                        {second, 0, chroma},
                                                        {chroma, 0, second}}};
  const auto& [red, green, blue] = of_sector[static_cast<std::size_t>(sector) % 6];
  return {byte_of(255 * (red + low)), byte_of(255 * (green + low)), byte_of(255 * (blue + low))};
}

}  // namespace podpromo
