#pragma once

#include "media/image.hpp"

namespace podpromo {

// Where everything stands in the frame of an audiogram. Captions stand where caption_zone() says.
struct AudiogramLayout {
  Rectangle cover;
  Rectangle beside;      // text when there is a cover
  bool centred = false;  // that text is centred under the cover; otherwise it begins at its left, beside it
  Rectangle alone;       // text when there is none; always from the left
  double beside_px = 0;  // largest em of the title with a cover
  double alone_px = 0;   // and without
  Rectangle wave;        // bars, and the progress line at its bottom; even numbers
  Rectangle wave_alone;  // the same when there is no cover
};

AudiogramLayout audiogram_layout(Format format);

}  // namespace podpromo
