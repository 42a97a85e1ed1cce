#pragma once

#include "media/audiogram_layout.hpp"
#include "media/image.hpp"
#include "media/palette.hpp"

#include <optional>
#include <string_view>

namespace podpromo {

// The still part of an audiogram without its text: quiet rings of sound on the palette's ground, placed by the title,
// and on it the cover, if there is one, with soft corners and a shadow.
struct CardLook {
  const AudiogramLayout& layout;
  const Palette& palette;
  const std::optional<Image>& cover;  // as large as the layout wants it
  std::string_view title;
};
Image card_picture(FrameSize size, const CardLook& look);

}  // namespace podpromo
