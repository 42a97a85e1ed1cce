#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "speech/subtitles/cues.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

// Windows-1252 where it differs from Latin-1, 0x80…0x9F; zero where it has nothing.
constexpr std::array<std::uint16_t, 32> kWindows = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
constexpr char32_t kReplacement = 0xFFFD;

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_utf8(std::string_view text) { return whole_characters(text).size() == text.size(); }

// Reads UTF-16 unit by unit; halves of pairs that stand alone become replacement characters.
class Utf16Reader {
 public:
  void take(char32_t unit) {
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0 && low) return finish_pair(unit);
    drop_half();
    if (unit >= 0xD800 && unit < 0xDC00)
      high_ = unit;
    else
      append_utf8(out_, low ? kReplacement : unit);
  }

  std::string done() {
    drop_half();
    return std::move(out_);
  }

 private:
  void finish_pair(char32_t low) {
    append_utf8(out_, 0x10000 + ((high_ - 0xD800) << 10) + (low - 0xDC00));
    high_ = 0;
  }
  void drop_half() {
    if (high_ != 0) append_utf8(out_, kReplacement);
    high_ = 0;
  }
  std::string out_;
  char32_t high_ = 0;
};

std::string from_utf16(std::string_view bytes, bool big_endian) {
  Utf16Reader reader;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto high = static_cast<unsigned char>(bytes[big_endian ? i : i + 1]);
    const auto low = static_cast<unsigned char>(bytes[big_endian ? i + 1 : i]);
    reader.take(static_cast<char32_t>(high << 8 | low));
  }
  return reader.done();
}

std::string from_windows(std::string_view bytes) {
  std::string out;
  for (char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    if (c >= 0x80 && c < 0xA0)
      append_utf8(out, kWindows[c - 0x80] != 0 ? kWindows[c - 0x80] : kReplacement);
    else
      append_utf8(out, c);
  }
  return out;
}

std::string with_line_feeds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

}  // namespace

std::string as_plain_utf8(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return with_line_feeds(from_utf16(text.substr(2), false));
  if (text.starts_with("\xFE\xFF")) return with_line_feeds(from_utf16(text.substr(2), true));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return with_line_feeds(is_utf8(text) ? std::string(text) : from_windows(text));
}

}  // namespace podpromo
