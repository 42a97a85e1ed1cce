#include "media/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace podpromo {

namespace {

constexpr Colour kPaper{250, 247, 242};

Palette palette_of(double hue, double saturation, Colour accent) {
  return {.ground = colour_of({hue, saturation, 0.095}),
          .raised = colour_of({hue, saturation * 0.9, 0.125}),
          .text = kPaper,
          .muted = colour_of({hue, std::min(0.22, saturation * 0.5), 0.68}),
          .accent = accent};
}

// FNV-1a: the same on every machine, which std::hash does not promise.
std::uint32_t number_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char character : text) hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
  return hash;
}

}  // namespace

Palette palette_of_title(std::string_view title) {
  static const std::array palettes{
      palette_of(24, 0.22, {255, 174, 130}),   // ink and peach
      palette_of(158, 0.38, {150, 224, 178}),  // fir and mint
      palette_of(216, 0.46, {146, 200, 255}),  // night and sky
      palette_of(284, 0.30, {232, 180, 255}),  // plum and lilac
      palette_of(352, 0.34, {255, 170, 176}),  // wine and rose
      palette_of(42, 0.34, {255, 208, 118}),   // umber and amber
      palette_of(190, 0.42, {130, 222, 226}),  // deep sea and foam
  };
  return palettes[number_of(title) % palettes.size()];
}

Palette palette_of_cover(const Image& cover) {
  double east = 0;
  double north = 0;
  double weight = 0;
  for (int y = 0; y < cover.size.height; y += 4)
    for (int x = 0; x < cover.size.width; x += 4) {
      const Hsl hsl = hsl_of(cover.at(x, y));
      // Colourful and neither black nor white: what an eye would call the cover's colour.
      const double counts = hsl.saturation * (1 - std::abs(2 * hsl.lightness - 1));
      east += counts * std::cos(hsl.hue * std::numbers::pi / 180);
      north += counts * std::sin(hsl.hue * std::numbers::pi / 180);
      weight += 1;
    }
  const double colourful = std::hypot(east, north) / std::max(1.0, weight);
  if (colourful < 0.03) return palette_of(28, 0.10, kCaptionAccent);
  const double hue = std::fmod(std::atan2(north, east) * 180 / std::numbers::pi + 360, 360);
  return palette_of(hue, std::clamp(colourful * 1.6, 0.18, 0.46), colour_of({hue, 0.95, 0.78}));
}

}  // namespace podpromo
