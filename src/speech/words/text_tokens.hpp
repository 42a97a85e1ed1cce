#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// One token of a recogniser's text, as it comes: a leading space begins a word, and a character of several bytes may
// be spread over several tokens.
struct TextToken {
  std::string text;
  double probability = 1;       // 0…1
  std::optional<double> end{};  // seconds in the episode, where the engine tells
};

// Joins tokens into words with their punctuation. A word begins at a leading space, or after punctuation that ends a
// clause ("now—then"); points, commas, colons, hyphens and apostrophes between letters or digits stay inside ("3.5",
// "don't", "10:30"). Languages written without spaces (Chinese, Japanese, Thai …) get a word a token.
// A word's probability is the geometric mean over its tokens. Times are left at zero unless the tokens carry them:
// then a word ends where the last token before its closing punctuation does and begins where the word before it,
// with its punctuation, ends; the first begins at `start`.
std::vector<Word> words_from_tokens(std::span<const TextToken> tokens, std::string_view language, double start = 0);

// True for languages that do not put spaces between words.
bool is_written_without_spaces(std::string_view language);

}  // namespace podpromo
