#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <stop_token>
#include <string_view>

namespace podpromo {

struct PosterOrder {
  const fs::path& video;  // the finished clip
  std::string_view captions_ass;
  double length_s = 0;
};

// Writes a telling frame of the video as JPEG to `target`: one with a caption in it that is neither dark nor empty,
// the earliest such; failing that the best of those looked at.
Done make_poster(const PosterOrder& order, const fs::path& target, const std::stop_token& stop);

}  // namespace podpromo
