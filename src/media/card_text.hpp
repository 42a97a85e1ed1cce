#pragma once

#include "media/image.hpp"
#include "media/palette.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// What an audiogram says besides its captions. Any of them may be empty.
struct CardText {
  std::string show;
  std::string title;    // large
  std::string episode;  // small, under it; left out when it only repeats another
};

// `text` in at most `most` lines of `width` em of Inter Display Extra Bold, as even as they can be; too long
// a word is cut, too long a text ends in "…".
std::vector<std::string> wrapped(std::string_view text, double width, std::size_t most);

struct CardPlace {
  Rectangle area;
  bool centred = false;
  bool middle = false;  // in the middle of the area's height; otherwise from its top
  double title_px = 0;  // largest em of the title; it shrinks until everything fits the area
  bool shaded = false;  // with a soft shade around the letters, for a ground that may be bright
};

// The card's text as an ASS file for a frame of `size`. It never leaves its area.
std::string card_ass(const CardText& text, const CardPlace& place, const Palette& palette, FrameSize size);

}  // namespace podpromo
