#include "captions/ass.hpp"

#include "captions/text_width.hpp"

#include <fmt/format.h>

namespace podpromo {

CaptionZone caption_zone(Format format) {
  switch (format) {
    case Format::vertical: return {108, 830, 540, 1400};
    case Format::portrait: return {100, 880, 540, 1130};
    case Format::square: return {94, 900, 540, 880};
    case Format::wide: return {94, 1280, 960, 920};
  }
  return {};
}

std::string ass_colour(Colour colour, std::uint8_t alpha) {
  return fmt::format("&H{:02X}{:02X}{:02X}{:02X}", alpha, colour.blue, colour.green, colour.red);
}

std::string ass_time(long long centiseconds) {
  return fmt::format("{}:{:02}:{:02}.{:02}", centiseconds / 360'000, centiseconds / 6000 % 60, centiseconds / 100 % 60,
                     centiseconds % 100);
}

std::string ass_escaped(std::string_view text) {
  std::string escaped;
  for (const char character : one_line(text)) {
    if (character == '{' || character == '}') escaped += '\\';
    escaped += character;
    // An invisible word joiner keeps a backslash from becoming the beginning of a command.
    if (character == '\\') escaped += "\u2060";
  }
  return escaped;
}

std::string ass_head(FrameSize size, std::string_view styles) {
  return fmt::format(
      "[Script Info]\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: {}\nWrapStyle: 2\nScaledBorderAndShadow: yes\n"
      "YCbCr Matrix: None\n\n"
      "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
      "Bold, "
      "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
      "MarginR, MarginV, Encoding\n{}\n"
      "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
      size.width, size.height, styles);
}

// Encoding -1 lets libass find out itself whether a line runs from right to left. A bold font also asks for "bold",
// which changes nothing for itself but makes the fonts that step in for other scripts bold too.
std::string ass_style(std::string_view name, std::string_view font, double font_px, Colour colour) {
  return fmt::format("Style: {},{},{:.1f},{},{},&H00000000,&H00000000,{},0,0,0,100,100,0,0,1,0,0,2,0,0,0,-1\n", name,
                     font, font_px, ass_colour(colour), ass_colour(colour), font.ends_with("Bold") ? -1 : 0);
}

std::string on_ground(std::string karaoke, Colour accent, Colour ground) {
  const std::size_t styles_end = karaoke.find("[Events]");
  const auto recolour = [&](Colour from, Colour to) {
    // Without the alpha, which stays: "&HAABBGGRR".
    const std::string old_digits = ass_colour(from).substr(4);
    const std::string new_digits = ass_colour(to).substr(4);
    for (std::size_t at = karaoke.find(old_digits); at < styles_end; at = karaoke.find(old_digits, at + 1))
      karaoke.replace(at, old_digits.size(), new_digits);
  };
  if (styles_end == std::string::npos) return karaoke;
  recolour(kCaptionAccent, accent);
  recolour(kCaptionOutline, ground);
  return karaoke;
}

}  // namespace podpromo
