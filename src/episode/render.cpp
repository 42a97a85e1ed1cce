#include "episode/render.hpp"

namespace podpromo {

FrameSize frame_size(Format format) {
  switch (format) {
    case Format::vertical: return {1080, 1920};
    case Format::portrait: return {1080, 1350};
    case Format::square: return {1080, 1080};
    case Format::wide: return {1920, 1080};
  }
  return {};
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::vertical: return "vertical";
    case Format::portrait: return "portrait";
    case Format::square: return "square";
    case Format::wide: return "wide";
  }
  return {};
}

Result<Format> parse_format(std::string_view text) {
  if (text == "vertical" || text == "9:16") return Format::vertical;
  if (text == "portrait" || text == "4:5") return Format::portrait;
  if (text == "square" || text == "1:1") return Format::square;
  if (text == "wide" || text == "16:9") return Format::wide;
  return failure(Fault::bad_request, "there is no format \"" + std::string(text) + "\"",
                 "Choose vertical (9:16), portrait (4:5), square (1:1) or wide (16:9).");
}

}  // namespace podpromo
