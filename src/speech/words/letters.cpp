#include "speech/words/letters.hpp"

#include <algorithm>
#include <array>

namespace podpromo {

namespace {

constexpr std::string_view kAsciiMarks = ".,;:!?'\"-()[]{}/\\*_~`^|<>#";
constexpr std::array<std::string_view, 30> kOtherMarks = {"…",  "—",  "–",  "‐",  "‑",  "“",  "”",  "„",  "‘",  "’",
                                                          "‚",  "«",  "»",  "‹",  "›",  "¿",  "¡",  "、", "。", "，",
                                                          "！", "？", "：", "；", "「", "」", "・", "（", "）", "♪"};
constexpr std::string_view kSpokenAscii = "%&+=@$";

bool is_mark(std::string_view character) {
  if (character.size() == 1) return kAsciiMarks.find(character[0]) != std::string_view::npos;
  return std::find(kOtherMarks.begin(), kOtherMarks.end(), character) != kOtherMarks.end();
}

bool is_spoken_character(std::string_view character) {
  if (character.size() > 1)
    return !is_mark(character) && character != "♫" && character != "♬" && character != "♩" && character != "\u00A0";
  const char c = character[0];
  return is_ascii_letter(c) || is_ascii_digit(c) || kSpokenAscii.find(c) != std::string_view::npos;
}

}  // namespace

bool is_ascii_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

bool is_ascii_digit(char byte) { return byte >= '0' && byte <= '9'; }

namespace {

std::size_t wanted_length(unsigned char lead) { return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1; }

}  // namespace

std::size_t character_length(std::string_view text, std::size_t at) {
  const std::size_t wanted = wanted_length(static_cast<unsigned char>(text[at]));
  std::size_t length = 1;
  while (length < wanted && at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

bool is_punctuation(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (!is_mark(text.substr(at, length))) return false;
    at += length;
  }
  return !text.empty();
}

bool is_spoken(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (is_spoken_character(text.substr(at, length))) return true;
    at += length;
  }
  return false;
}

std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_length(text, at)) ++count;
  return count;
}

bool ends_with_whole_character(std::string_view text) {
  if (text.empty()) return true;
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return text.size() - at >= wanted_length(static_cast<unsigned char>(text[at]));
}

std::string whole_characters(std::string_view text) {
  std::string whole;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool continuation = (lead & 0xC0) == 0x80;
    if (!continuation && lead < 0xF8 && length == wanted_length(lead)) whole += text.substr(at, length);
    at += length;
  }
  return whole;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string comparable(std::string_view word) {
  std::string bare;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t length = character_length(word, at);
    const std::string_view character = word.substr(at, length);
    if (!is_punctuation(character)) bare += character;
    at += length;
  }
  return lower_case(bare);
}

}  // namespace podpromo
