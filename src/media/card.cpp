#include "media/card.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

constexpr double kCornerRadius = 0.06;  // of the cover's side
constexpr int kShadow = 46;             // pixels it reaches
constexpr double kShadowDepth = 0.42;

double eased(double t) { return t * t * (3 - 2 * t); }

void lay_cover(Image& card, const Image& cover, Rectangle place) {
  const double half = place.width / 2.0;
  const double radius = place.width * kCornerRadius;
  for (int y = place.y - kShadow; y < place.y + place.height + 2 * kShadow; ++y)
    for (int x = place.x - kShadow; x < place.x + place.width + kShadow; ++x) {
      const double dx = x + 0.5 - place.x - half;
      const double dy = y + 0.5 - place.y - half;
      // A blurred edge: how deep the point lies under a box that is lifted a little.
      const double lifted = dy - kShadow / 3.0;
      const double outside =
          std::hypot(std::max(0.0, std::abs(dx) - half + radius), std::max(0.0, std::abs(lifted) - half + radius)) -
          radius;
      card.lay(x, y, {}, kShadowDepth * eased(std::clamp(1 - outside / kShadow, 0.0, 1.0)));
    }
  for (int y = 0; y < std::min(place.height, cover.size.height); ++y)
    for (int x = 0; x < std::min(place.width, cover.size.width); ++x)
      card.lay(place.x + x, place.y + y, cover.at(x, y),
               rounded_cover(x + 0.5 - half, y + 0.5 - half, {half, half, radius}));
}

// Rings around a point outside of the frame's upper right, like a sound that comes in.
void lay_rings(Image& card, const Palette& palette, std::string_view title) {
  const double unit = std::min(card.size.width, card.size.height) / 1080.0;
  const double shift = static_cast<double>(title.size() % 7) * 22 * unit;
  const double cx = card.size.width - 40 * unit + shift;
  const double cy = -60 * unit + shift / 2;
  for (int y = 0; y < card.size.height; ++y)
    for (int x = 0; x < card.size.width; ++x) {
      const double distance = std::hypot(x + 0.5 - cx, y + 0.5 - cy) / unit;
      const double ring = std::fmod(distance, 168);
      const double index = std::floor(distance / 168);
      if (index < 1 || index > 4) continue;
      const double width = 84 - index * 14;
      const double cover = std::clamp((width / 2 - std::abs(ring - 84)) * unit + 0.5, 0.0, 1.0);
      card.lay(x, y, palette.raised, cover * (1 - 0.17 * index));
    }
}

}  // namespace

Image card_picture(FrameSize size, const CardLook& look) {
  Image card(size, look.palette.ground);
  lay_rings(card, look.palette, look.title);
  if (look.cover) lay_cover(card, *look.cover, look.layout.cover);
  return card;
}

}  // namespace podpromo
