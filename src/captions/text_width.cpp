#include "captions/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace podpromo {

namespace {

// Advances of U+0020…U+007E in thousandths of an em, read from the font's hmtx table (Debian's fonts-inter 4).
constexpr std::array<std::uint16_t, 95> kAdvances{
    213, 250, 366, 643, 638, 808, 665, 171, 380, 352, 515, 616, 260, 417,  257, 390, 654, 391,  599,
    627, 651, 613, 633, 567, 636, 633, 273, 270, 616, 614, 616, 544, 1013, 731, 640, 718, 693,  579,
    556, 729, 702, 251, 570, 696, 532, 870, 700, 740, 614, 754, 631, 633,  640, 677, 746, 1041, 687,
    722, 635, 376, 391, 345, 466, 480, 392, 551, 580, 539, 580, 546, 380,  589, 592, 243, 244,  569,
    245, 881, 595, 566, 582, 582, 385, 527, 384, 595, 577, 835, 566, 577,  531, 403, 304, 394,  624};

std::size_t length_of_character(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 1;
}

std::uint32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i])); };
  switch (character.size()) {
    case 1: return byte(0);
    case 2: return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3: return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    case 4: return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    default: return 0;
  }
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t size>
bool within(std::uint32_t point, const std::array<Range, size>& ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return point >= range.first && point <= range.last; });
}

// Combining marks and invisible format characters of the scripts people speak on podcasts.
bool takes_no_room(std::uint32_t point) {
  constexpr std::array<Range, 14> ranges{{{0x0300, 0x036F},
                                          {0x0483, 0x0489},
                                          {0x0591, 0x05BD},
                                          {0x0610, 0x061A},
                                          {0x064B, 0x065F},
                                          {0x0670, 0x0670},
                                          {0x0E34, 0x0E3A},
                                          {0x0E47, 0x0E4E},
                                          {0x0900, 0x0902},
                                          {0x093C, 0x093C},
                                          {0x0941, 0x0948},
                                          {0x200B, 0x200F},
                                          {0x2060, 0x2064},
                                          {0xFE00, 0xFE0F}}};
  return within(point, ranges);
}

// Unicode's East Asian Width "wide" and "full-width" blocks, and emoji, which are as wide.
bool takes_two(std::uint32_t point) {
  constexpr std::array<Range, 9> ranges{{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0x1F300, 0x1FAFF},
                                         {0x20000, 0x3FFFD}}};
  return within(point, ranges);
}

double em_width_of(std::uint32_t point) {
  if (point >= 0x20 && point <= 0x7E) return kAdvances[point - 0x20] / 1000.0;
  if (takes_no_room(point)) return 0;
  if (takes_two(point)) return 1.05;
  if (point >= 0x2018 && point <= 0x201F) return 0.42;
  if (point == 0x2014 || point == 0x2026) return 0.99;
  return 0.70;  // accented Latin, Greek, Cyrillic, Arabic, Hebrew: capitals average 0.64…0.74
}

bool is_space(unsigned char byte) { return byte <= 0x20 || byte == 0x7F; }

}  // namespace

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = length_of_character(static_cast<unsigned char>(text[at]));
    if (at + length > text.size()) length = 1;
    for (std::size_t i = 1; i < length; ++i)
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) length = 1;
    characters.push_back(text.substr(at, length));
    at += length;
  }
  return characters;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const std::string_view character : characters_of(text)) {
    const std::uint32_t point = code_point(character);
    if (!takes_no_room(point)) columns += takes_two(point) ? 2 : 1;
  }
  return columns;
}

double em_width(std::string_view text) {
  double width = 0;
  for (const std::string_view character : characters_of(text)) width += em_width_of(code_point(character));
  return width;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char character : text) {
    const bool space = is_space(static_cast<unsigned char>(character));
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : character;
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

bool written_without_spaces(std::string_view character) {
  const std::uint32_t point = code_point(character);
  const bool hangul = point >= 0x1100 && point <= 0x115F;
  const bool hangul_syllable = point >= 0xAC00 && point <= 0xD7A3;
  const bool thai = point >= 0x0E00 && point <= 0x0E7F;
  return thai || (takes_two(point) && !hangul && !hangul_syllable && point < 0x1F300);
}

}  // namespace podpromo
