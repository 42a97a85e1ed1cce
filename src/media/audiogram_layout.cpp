#include "media/audiogram_layout.hpp"

namespace podpromo {

AudiogramLayout audiogram_layout(Format format) {
  switch (format) {
    case Format::vertical:
      return {.cover = {260, 200, 560, 560},
              .beside = {108, 806, 864, 350},
              .centred = true,
              .alone = {108, 230, 864, 520},
              .beside_px = 70,
              .alone_px = 108,
              .wave = {108, 1420, 864, 116},
              .wave_alone = {108, 800, 864, 300}};
    case Format::portrait:
      return {.cover = {330, 80, 420, 420},
              .beside = {100, 540, 880, 350},
              .centred = true,
              .alone = {100, 110, 880, 480},
              .beside_px = 62,
              .alone_px = 100,
              .wave = {100, 1150, 880, 116},
              .wave_alone = {100, 640, 880, 220}};
    case Format::square:
      return {.cover = {90, 90, 420, 420},
              .beside = {554, 90, 446, 420},
              .centred = false,
              .alone = {90, 90, 900, 540},
              .beside_px = 60,
              .alone_px = 92,
              .wave = {90, 900, 900, 110},
              .wave_alone = {90, 900, 900, 110}};
    case Format::wide:
      return {.cover = {140, 110, 540, 540},
              .beside = {750, 110, 1030, 540},
              .centred = false,
              .alone = {140, 120, 1500, 520},
              .beside_px = 88,
              .alone_px = 104,
              .wave = {140, 946, 1640, 94},
              .wave_alone = {140, 946, 1640, 94}};
  }
  return {};
}

}  // namespace podpromo
