#pragma once

#include "episode/transcript.hpp"

#include <cstddef>
#include <vector>

namespace podpromo {

// What ends a sentence besides punctuation.
struct SentenceRules {
  bool at_speakers = true;       // a change of speaker does
  double longest_gap_s = 3.0;    // silence this long does
  std::size_t most_words = 120;  // a punctuated sentence longer than this is cut at its longest pause
  double pause_s = 0.5;          // where there is no punctuation: silence this long does …
  std::size_t bare_words = 40;   // … and so does this many words, at the longest pause
};

// Sentences in order; together they hold every word once. One ends at . ? ! … (not after abbreviations, not before a
// small letter) or where the speaker changes; where the transcript has no punctuation, at long pauses.
std::vector<Sentence> sentences_of(const Transcript& transcript, const SentenceRules& rules = {});

// False when the transcript has so few full stops that its sentences are guessed from pauses.
bool is_punctuated(const Transcript& transcript);

}  // namespace podpromo
