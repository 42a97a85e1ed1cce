#include "stages/clip_files.hpp"

#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

std::string slug(std::string_view text) {
  static constexpr std::size_t kLongest = 60;
  std::string out;
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (std::isalnum(c) != 0 && c < 128)
      out += static_cast<char>(std::tolower(c));
    else if (c != '\'' && c < 128 && !out.empty() && out.back() != '-')
      out += '-';
  }
  if (out.size() > kLongest)
    out.resize(out.find_last_of('-', kLongest) == std::string::npos ? kLongest : out.find_last_of('-', kLongest));
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "clip" : out;
}

std::string clip_stem(const Clip& clip) {
  const auto seconds = static_cast<long>(clip.start);
  return fmt::format("{:02}m{:02}s-{}", seconds / 60, seconds % 60, slug(clip.title));
}

std::string render_file_name(const Clip& clip, Format format) {
  const std::string suffix = format == Format::vertical ? "" : fmt::format("-{}", format_name(format));
  return clip_stem(clip) + suffix + ".mp4";
}

std::string clock_time(double seconds) {
  const auto whole = static_cast<long>(std::floor(seconds));
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string clock_length(double seconds) { return clock_time(std::round(seconds)); }

}  // namespace podpromo
