#pragma once

#include "episode/render.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace podpromo {

// Advanced SubStation Alpha v4+, as libass reads it: what captions and title cards share.

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  bool operator==(const Colour&) const = default;
};

// The light peach that marks the word being said wherever nothing else is asked for.
inline constexpr Colour kCaptionAccent{255, 176, 132};
// Outline and shade of captions over pictures.
inline constexpr Colour kCaptionOutline{10, 12, 16};

// Where captions stand in a frame, in its pixels. Two lines fit above `bottom`.
struct CaptionZone {
  double font_px = 0;  // as libass counts: ascent + descent, which is also the distance of lines
  double width = 0;    // longest line
  double centre = 0;   // x
  double bottom = 0;   // y of the lowest descender
};

// Inside what the players of short videos leave free: in 9:16 not the lowest fifth nor the rightmost eighth.
CaptionZone caption_zone(Format format);

// An em of the font is this part of libass's font size (Inter's hhea table: ascent + descent = 1.209 em).
inline constexpr double kEmOfFontSize = 1 / 1.209;

// "&HAABBGGRR", the way styles write colours; `alpha` 0 is opaque.
std::string ass_colour(Colour colour, std::uint8_t alpha = 0);
// "H:MM:SS.cc"; libass counts in hundredths.
std::string ass_time(long long centiseconds);
// `text` as one line that libass shows letter by letter: no overrides, no line breaks of its own.
std::string ass_escaped(std::string_view text);
// The [Script Info] section for pictures of `size`, and the heads of the two others with `styles` between them.
std::string ass_head(FrameSize size, std::string_view styles);
// One style line. `font` must be the exact family name that fontconfig knows, or libass silently takes another.
std::string ass_style(std::string_view name, std::string_view font, double font_px, Colour colour);

// The same karaoke_ass() captions for a still, plain `ground`: `accent` marks the word being said, and outline and
// shade take the ground's colour, so that no halo shows on it.
std::string on_ground(std::string karaoke, Colour accent, Colour ground);

}  // namespace podpromo
