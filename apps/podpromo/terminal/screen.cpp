#include "terminal/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

namespace podpromo {

namespace {

// The length of the UTF-8 sequence a byte begins; 1 for bytes that begin none.
std::size_t sequence_length(unsigned char first) {
  if (first >= 0xF0) return 4;
  if (first >= 0xE0) return 3;
  if (first >= 0xC0) return 2;
  return 1;
}

// Hangul, CJK and full-width forms begin with these lead bytes (U+1100, U+2E80…U+9FFF, U+AC00…U+D7FF, U+FF00…).
int columns_of_character(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 3 &&
      ((first >= 0xE3 && first <= 0xED) || (first == 0xE2 && static_cast<unsigned char>(character[1]) >= 0xBA)))
    return 2;
  if (character.size() == 4) return 2;
  return 1;
}

// A place to say it that is full or gone doesn't keep the work from being done.
void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

// Whether it is one character of UTF-8, as far as a terminal cares.
bool is_whole(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first >= 0x80 && (first < 0xC2 || first > 0xF4)) return false;
  const auto follows = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; };
  return character.size() == sequence_length(first) && std::all_of(character.begin() + 1, character.end(), follows);
}

// C0, DEL, C1, the ends of lines and paragraphs, and what changes the direction of the text after it.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  if (character.size() == 2) return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
  return (character >= "\u2028" && character <= "\u202E") || (character >= "\u2066" && character <= "\u2069");
}

}  // namespace

Screen Screen::of_stderr() {
  Style style;
  const char* term = std::getenv("TERM");
  const bool terminal = ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
  const char* no_colour = std::getenv("NO_COLOR");
  style.live = terminal;
  style.colour = terminal && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (terminal && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.columns = size.ws_col;
  return Screen(style);
}

int Screen::width() const { return style_.live ? style_.columns : std::numeric_limits<int>::max(); }

void Screen::line(std::string_view text) {
  say(fmt::format("{}{}\n", drawn_ ? "\r\x1b[K" : "", text));
  drawn_ = false;
}

void Screen::redraw(std::string_view text) {
  if (!style_.live) return;
  say(fmt::format("\r{}\x1b[K", text));
  drawn_ = true;
}

std::string Screen::coloured(std::string_view code, std::string_view text) const {
  return style_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

int columns_on_screen(std::string_view text) {
  int columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {
      at = std::min(text.size(), text.find('m', at)) + 1;
      continue;
    }
    const std::size_t length = std::min(sequence_length(static_cast<unsigned char>(text[at])), text.size() - at);
    columns += columns_of_character(text.substr(at, length));
    at += length;
  }
  return columns;
}

std::string plain_line(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = text.substr(at, sequence_length(static_cast<unsigned char>(text[at])));
    if (!is_whole(character)) {
      plain += '?';
      ++at;
      continue;
    }
    if (is_control(character))
      plain += ' ';
    else
      plain += character;
    at += character.size();
  }
  return plain;
}

std::string cut_to(std::string_view raw, int columns) {
  std::string text = plain_line(raw);
  if (columns_on_screen(text) <= columns) return text;
  std::string out;
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::min(sequence_length(static_cast<unsigned char>(text[at])), text.size() - at);
    const auto character = std::string_view(text).substr(at, length);
    used += columns_of_character(character);
    if (used > columns - 1) break;
    out += character;
    at += length;
  }
  return out + "…";
}

std::string wrapped(std::string_view text, int columns, int indent) {
  std::string out;
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    // A word with the spaces before it.
    const std::size_t begin = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const int wanted = columns_on_screen(text.substr(at, end - at));
    if (used > indent && used + wanted > columns && !word.empty()) {
      out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      out += word;
      used = indent + columns_on_screen(word);
    } else {
      out += text.substr(at, end - at);
      used += wanted;
    }
    at = end;
  }
  return out;
}

std::string padded(std::string_view text, int columns) {
  return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, columns - columns_on_screen(text))), ' ');
}

std::string right_aligned(std::string_view text, int columns) {
  return std::string(static_cast<std::size_t>(std::max(0, columns - columns_on_screen(text))), ' ') + std::string(text);
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
  if (whole >= 3600) return fmt::format("{} h {:02} m", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{} m {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

}  // namespace podpromo
