#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

enum class Format { vertical, portrait, square, wide };  // 9:16, 4:5, 1:1, 16:9

inline constexpr std::array kFormats{Format::vertical, Format::portrait, Format::square, Format::wide};

struct FrameSize {
  int width = 0;
  int height = 0;
  bool operator==(const FrameSize&) const = default;
};

// 1080×1920, 1080×1350, 1080×1080, 1920×1080.
FrameSize frame_size(Format format);
// "vertical", "portrait", "square", "wide".
std::string_view format_name(Format format);
// Takes a name or a ratio ("9:16"); fails with bad_request and the list of names.
Result<Format> parse_format(std::string_view text);

// A clip as a finished file. Loudness and true peak were measured on the encoded file.
struct Render {
  ClipId clip;
  Format format = Format::vertical;
  std::string file;    // name inside the folder of clips
  std::string poster;  // a JPEG of its first telling frame, same folder
  FrameSize size;
  double duration_s = 0;
  std::uint64_t bytes = 0;
  std::optional<double> loudness_lufs;  // absent when the clip is silent
  std::optional<double> true_peak_dbtp;
  bool operator==(const Render&) const = default;
};

}  // namespace podpromo
