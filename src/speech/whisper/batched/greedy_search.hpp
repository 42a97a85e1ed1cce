#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "speech/whisper/batched/decoder.hpp"
#include "speech/whisper/batched/vocabulary.hpp"

namespace podpromo {

// What was made out in one chunk.
struct DecodedText {
  std::vector<int> tokens;            // ordinary ones only
  std::vector<double> probabilities;  // of each, 0…1
  double mean_log_probability = 0;    // 0 without tokens
  double no_speech = 0;               // probability that nobody speaks
  std::vector<double> language_odds;  // by number; sums to 1; empty when the model knows English only
  int language = 0;                   // whose token was given to the decoder
  bool runs_in_circles = false;       // it was stopped because it repeated itself
};

// Called for each text that has ended, by its number, while its sound is still in `slot`; its language is settled.
using TextEnded = std::function<Done(std::size_t number, std::size_t slot, const DecodedText& text)>;

// Settles the language of each text, by number: the one that the odds of all texts together speak for, and another for
// a text whose own odds leave hardly a doubt about it. English, 0, when there are no odds.
void settle_languages(std::span<DecodedText> texts);

// Writes the texts of several chunks at once, always taking the likeliest token. A text ends where the decoder says so,
// where it begins to go round in circles, or when it is longer than anybody talks.
class GreedySearch {
 public:
  // All three outlive it.
  GreedySearch(const Vocabulary& vocabulary, BatchMemory& memory, Decoder& decoder)
      : vocabulary_(vocabulary), memory_(memory), decoder_(decoder) {}

  // Decodes the sounds in the first slots, which last `seconds`; slots are used up by it. `language` is a number, or −1
  // to settle it from the first odds. Fails with cancelled, internal, or as `ended` does.
  Result<std::vector<DecodedText>> texts(std::span<const double> seconds, int language, const TextEnded& ended);

 private:
  struct Writer;
  Result<std::vector<DecodedText>> beginnings(std::size_t count);
  Done give_prompt(std::vector<Writer>& writers, const std::vector<DecodedText>& texts);
  Result<Odds> step(const std::vector<Writer>& writers, std::size_t candidates);
  void take_choices(const Odds& odds, std::vector<Writer>& writers, std::vector<DecodedText>& texts) const;
  Done retire(std::vector<Writer>& writers, const std::vector<DecodedText>& texts, const TextEnded& ended);

  const Vocabulary& vocabulary_;
  BatchMemory& memory_;
  Decoder& decoder_;
  std::size_t position_ = 0;
};

}  // namespace podpromo
