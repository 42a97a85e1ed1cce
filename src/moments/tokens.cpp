#include "moments/tokens.hpp"

#include <algorithm>
#include <array>

#include "base/letter_case.hpp"
#include "moments/word_lists.hpp"

namespace podpromo {

namespace {

constexpr char32_t kBroken = 0xFFFD;

bool is_ascii_alnum(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Punctuation and symbols of the blocks that texts use: Latin-1 signs, general punctuation, CJK and full-width forms.
bool is_wide_punctuation(char32_t c) {
  return (c >= 0xA0 && c <= 0xBF) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
         (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
         (c >= 0xFF1A && c <= 0xFF20) || c == 0x060C || c == 0x061B || c == 0x061F || c == 0x0964 || c == kBroken;
}

char32_t small(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  // But for two that have no small letter beside them.
  if (c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x178) return is_large_letter(c) ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

bool is_closer(char32_t c) {
  constexpr std::u32string_view kClosers = U"\"')]}»›’”」』）";
  return kClosers.find(c) != std::u32string_view::npos;
}

bool is_web_address(std::string_view text) {
  constexpr std::array<std::string_view, 10> kDomains{".com", ".org", ".net", ".io", ".co",
                                                      ".ai",  ".gov", ".edu", ".tv", ".fm"};
  const std::string_view host = text.substr(0, text.find('/'));
  return std::ranges::any_of(kDomains,
                             [&](auto domain) { return host.size() > domain.size() && host.ends_with(domain); });
}

bool is_plain_number(std::string_view text) {
  return !text.empty() && is_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_digit(c) || c == ',' || c == '.'; });
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 && lead < 0xF8 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead >= 0xF8) return kBroken;
  char32_t c = static_cast<char32_t>(lead & (0x3F >> more));
  for (int i = 0; i < more; ++i) {
    if (at + static_cast<std::size_t>(i) >= text.size()) return kBroken;
    const unsigned char next = byte(at + static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) return kBroken;
    c = (c << 6) | (next & 0x3F);
  }
  at += static_cast<std::size_t>(more);
  return c;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_character(text, at);
  return count;
}

std::string token_of(std::string_view word) {
  std::string token;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_character(word, at);
    if (c == 0x2019 || c == '\'') {
      token += '\'';
    } else if (c < 0x80) {
      if (is_ascii_alnum(c) || c == '$' || c == '%') append_utf8(token, small(c));
    } else if (!is_wide_punctuation(c)) {
      append_utf8(token, small(c));
    }
  }
  return token.find_first_not_of('\'') == std::string::npos ? std::string() : token;
}

std::string ad_token_of(std::string_view word) {
  std::string text;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_character(word, at);
    append_utf8(text, c == 0x2019 ? U'\'' : small(c));
  }
  const auto is_kept = [](char c) {
    return is_ascii_alnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80 || c == '$' ||
           c == '%';
  };
  const auto first = std::ranges::find_if(text, is_kept);
  const auto last = std::find_if(text.rbegin(), text.rend(), is_kept).base();
  if (first >= last) return {};
  const std::string_view core(first, last);
  if (is_web_address(core)) return "<url>";
  if (is_plain_number(core)) return "<num>";
  if (core.ends_with('%') && is_plain_number(core.substr(0, core.size() - 1))) return "<num>%";
  return std::string(core);
}

bool is_english(const Transcript& transcript) {
  if (!transcript.language.empty()) return transcript.language.starts_with("en");
  const auto little = std::ranges::count_if(
      transcript.words, [](const Word& word) { return (kinds_of(token_of(word.text)) & word_kind::kStop) != 0; });
  return static_cast<double>(little) >= 0.25 * static_cast<double>(transcript.words.size());
}

WordEnd word_end(std::string_view word) {
  char32_t last = 0;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_character(word, at);
    if (!is_closer(c)) last = c;
  }
  constexpr std::u32string_view kStatement = U".…。।", kQuestion = U"?？؟", kExclamation = U"!！",
                                kClause = U",;:，、；：،—–";
  if (kStatement.find(last) != std::u32string_view::npos) return WordEnd::statement;
  if (kQuestion.find(last) != std::u32string_view::npos) return WordEnd::question;
  if (kExclamation.find(last) != std::u32string_view::npos) return WordEnd::exclamation;
  if (kClause.find(last) != std::u32string_view::npos) return WordEnd::clause;
  return WordEnd::open;
}

bool ends_sentence(WordEnd end) {
  return end == WordEnd::statement || end == WordEnd::question || end == WordEnd::exclamation;
}

}  // namespace podpromo
