#include "speech/words/note_phrases.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/letter_case.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestEntity = 10;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The character that begins at `at`; 0xFFFD when its bytes are broken.
char32_t character_at(std::string_view text, std::size_t at) {
  const std::size_t length = character_length(text, at);
  const auto first = static_cast<unsigned char>(text[at]);
  if (length == 1) return first < 0x80 ? first : 0xFFFD;
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return code;
}

bool within(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

// Punctuation, signs and pictures; what is left of a script beyond ASCII are letters.
bool is_letter(char32_t code) {
  if (code < 0x80) return is_ascii_letter(static_cast<char>(code));
  if (within(code, 0x80, 0xBF) || code == 0xD7 || code == 0xF7) return false;
  return !within(code, 0x2000, 0x2BFF) && !within(code, 0x3000, 0x303F) && !within(code, 0xFE00, 0xFFFF) &&
         code < 0x1F000;
}

// The sign that stands for an entity ("&amp;") at `at`, and moves behind it; '\0' when there is none.
char entity_at(std::string_view text, std::size_t& at) {
  constexpr std::array kKnown{std::pair{"&amp;"sv, '&'},   std::pair{"&quot;"sv, '"'},  std::pair{"&apos;"sv, '\''},
                              std::pair{"&#39;"sv, '\''},  std::pair{"&#039;"sv, '\''}, std::pair{"&#x27;"sv, '\''},
                              std::pair{"&rsquo;"sv, '\''}};
  const std::string_view here = text.substr(at);
  for (const auto& [name, sign] : kKnown)
    if (here.starts_with(name)) {
      at += name.size();
      return sign;
    }
  const std::size_t end = here.substr(0, kLongestEntity).find(';');
  const bool is_name = end != std::string_view::npos && end > 1 &&
                       std::ranges::all_of(here.substr(1, end - 1),
                                           [](char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '#'; });
  if (!is_name) return '\0';
  at += end + 1;
  return ' ';
}

// True at the beginning of an HTML tag or comment, and moves behind it.
bool skip_tag(std::string_view text, std::size_t& at) {
  if (text[at] != '<' || at + 1 == text.size()) return false;
  const char next = text[at + 1];
  if (!is_ascii_letter(next) && next != '/' && next != '!') return false;
  const std::size_t end = text.find('>', at);
  if (end == std::string_view::npos) return false;
  at = end + 1;
  return true;
}

// Without tags, each of which ends a line, and entities; with straight apostrophes.
std::string plain(std::string_view text) {
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    if (skip_tag(text, at)) {
      all += '\n';
      continue;
    }
    if (text[at] == '&')
      if (const char sign = entity_at(text, at); sign != '\0') {
        all += sign;
        continue;
      }
    const std::size_t length = character_length(text, at);
    const char32_t code = character_at(text, at);
    if (within(code, 0x2018, 0x2019) || code == 0x2BC)
      all += '\'';
    else
      all += text.substr(at, length);
    at += length;
  }
  return all;
}

// An address, a handle, a file's name, a number: not said as it is written.
bool is_no_word(std::string_view chunk) {
  if (std::ranges::any_of(chunk, is_ascii_digit)) return true;
  if (chunk.find_first_of("@#_\\=<>{}") != std::string_view::npos) return true;
  if (chunk.find("://") != std::string_view::npos || lower_case(chunk).starts_with("www.")) return true;
  for (std::size_t at = chunk.find('.'); at != std::string_view::npos; at = chunk.find('.', at + 1))
    if (at > 0 && at + 1 < chunk.size() && is_ascii_letter(chunk[at - 1]) && is_ascii_letter(chunk[at + 1]))
      return true;
  return false;
}

// Takes text piece by piece and tells words from what stands between them.
class PhraseMaker {
 public:
  void add(std::string_view chunk) {
    if (is_no_word(chunk)) return end_phrase();
    for (std::size_t at = 0; at < chunk.size(); at += character_length(chunk, at)) {
      const bool joins = chunk[at] == '\'' || chunk[at] == '-';
      if (is_letter(character_at(chunk, at)) || (joins && !word_.empty()))
        word_ += chunk.substr(at, character_length(chunk, at));
      else if (!joins)
        end_phrase();
    }
    end_word();
  }
  void end_phrase() {
    end_word();
    if (!phrase_.empty()) phrases_.push_back(std::exchange(phrase_, {}));
  }
  std::vector<Phrase> taken() {
    end_phrase();
    return std::move(phrases_);
  }

 private:
  void end_word() {
    while (word_.ends_with('\'') || word_.ends_with('-')) word_.pop_back();
    if (!word_.empty()) phrase_.push_back(std::exchange(word_, {}));
  }
  std::string word_;
  Phrase phrase_;
  std::vector<Phrase> phrases_;
};

}  // namespace

std::vector<Phrase> note_phrases(std::string_view text) {
  const std::string all = plain(whole_characters(text));
  PhraseMaker maker;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t begin = at;
    while (at < all.size() && !is_space(all[at])) ++at;
    if (at > begin) maker.add(std::string_view(all).substr(begin, at - begin));
    for (; at < all.size() && is_space(all[at]); ++at)
      if (all[at] == '\n' || all[at] == '\r') maker.end_phrase();
  }
  return maker.taken();
}

bool begins_large(std::string_view word) { return !word.empty() && is_large_letter(character_at(word, 0)); }
bool is_written_as_name(std::string_view word) {
  constexpr std::size_t kLongestTied = 3;
  const std::size_t tie = word.find_first_of("-'");
  return begins_large(word) || (tie <= kLongestTied && begins_large(word.substr(tie + 1)));
}
bool begins_small(std::string_view word) { return !word.empty() && is_small_letter(character_at(word, 0)); }

}  // namespace podpromo
