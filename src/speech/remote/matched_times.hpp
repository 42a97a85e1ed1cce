#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// The probability of a word when the server doesn't tell one.
inline constexpr double kUnknownProbability = -1;

// Gives `words`, a text with its punctuation that is spoken in [start, end] seconds, times and probabilities from
// `timed`, which has the same words, perhaps without punctuation, cut otherwise, or with a few more or fewer. Words
// that it doesn't have are spread between their neighbours by length; unknown probabilities don't count.
void take_times(std::span<Word> words, std::span<const Word> timed, double start, double end);

// `text` at its white space; a character a word in languages that don't write any.
std::vector<std::string> written_words(std::string_view text, std::string_view language);

}  // namespace podpromo
