#pragma once

#include "media/image.hpp"

#include <string_view>

namespace podpromo {

// The colours of one audiogram. Text on `ground` has a contrast of at least 7 : 1, muted text of 4.5 : 1.
struct Palette {
  Colour ground;
  Colour raised;  // shapes on it that should hardly be seen
  Colour text;
  Colour muted;
  Colour accent;  // what is being said
};

// One of a few calm ones, always the same for the same title.
Palette palette_of_title(std::string_view title);
// Dark and of the cover's own hue, so that it looks at home.
Palette palette_of_cover(const Image& cover);

}  // namespace podpromo
