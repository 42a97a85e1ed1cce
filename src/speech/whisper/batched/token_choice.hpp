#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/whisper/batched/vocabulary.hpp"
#include "speech/whisper/batched/word_bias.hpp"

namespace podpromo {

// A token that may follow, and how likely it is among those that may.
struct Choice {
  int token = 0;
  double probability = 0;  // above 0
  double boost = 1;        // so many times as likely it was taken to be
};

// How many tokens of the vocabulary the odds must cover for likeliest().
std::size_t tokens_to_choose_from(const Vocabulary& vocabulary);

// What decides among the odds.
struct Taste {
  const Vocabulary& vocabulary;
  bool is_first = false;          // the text has no token yet
  std::span<const Boost> boosts;  // change which tokens are taken, not their probabilities
};

// The `count` likeliest tokens of a text, the best first: ordinary ones or the end, whatever else the odds hold. The
// first of a text may be neither the end nor a space alone.
std::vector<Choice> likeliest(std::span<const float> odds, std::size_t count, const Taste& taste);

}  // namespace podpromo
