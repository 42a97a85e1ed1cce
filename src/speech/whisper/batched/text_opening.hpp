#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "speech/whisper/batched/decoder.hpp"
#include "speech/whisper/batched/vocabulary.hpp"

namespace podpromo {

// The number of a language that is to be found out.
inline constexpr int kUnknownLanguage = -1;

// What was made out in one chunk.
struct DecodedText {
  std::vector<int> tokens;            // ordinary ones only
  std::vector<double> probabilities;  // of each, 0…1
  double mean_log_probability = 0;    // 0 without tokens
  double no_speech = 0;               // probability that nobody speaks
  std::vector<double> language_odds;  // by number; sums to 1; empty when the model knows English only
  int language = 0;                   // whose token was given to the decoder
  bool runs_in_circles = false;       // it was stopped because it repeated itself
  std::size_t slot = 0;               // where its sound is
};

// Called for each text that has ended, by its number, while its sound is still in `slot`; its language is settled.
using TextEnded = std::function<Done(std::size_t number, std::size_t slot, const DecodedText& text)>;

// A text may have so many tokens: nobody talks faster.
std::size_t most_tokens_in(double seconds);

// Settles the languages that are unknown: the one that the odds of all texts together speak for, and another for a text
// whose own odds leave hardly a doubt about it. English, 0, when there are no odds.
void settle_languages(std::span<DecodedText> texts);

// Texts before their first word.
struct TextOpening {
  std::vector<DecodedText> texts;
  std::size_t position = 0;  // of the token “no times”, which is left for the step that gives the first word
};

// Begins the texts of the sounds in the first slots, in their order, with start, language and task; models of English
// only do without the last two. `languages` has the number of each. Fails with cancelled or internal.
Result<TextOpening> open_texts(const Vocabulary& vocabulary, Decoder& decoder, std::span<const int> languages);

}  // namespace podpromo
