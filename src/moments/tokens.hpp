#pragma once

#include "episode/transcript.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The word as it is counted: small letters, straight apostrophes, no punctuation. Keeps ASCII letters and digits,
// ' $ % and every letter beyond ASCII. Empty when nothing is left.
std::string token_of(std::string_view word);

// The word as advertising is recognised by: edge punctuation gone, inner kept; a web address is "<url>", a plain
// number "<num>", a percentage "<num>%". Empty when nothing is left.
std::string ad_token_of(std::string_view word);

// The next character of UTF-8 text at `at`, which moves behind it. Broken bytes count as one character each.
char32_t next_character(std::string_view text, std::size_t& at);

std::size_t character_count(std::string_view text);

// The transcript says it is English, or says nothing and has the little words of English.
bool is_english(const Transcript& transcript);

// What the last character that is not a closing quote or bracket says about the word.
enum class WordEnd { open, clause, statement, question, exclamation };
WordEnd word_end(std::string_view word);

// True for the ends that end a sentence.
bool ends_sentence(WordEnd end);

}  // namespace podpromo
