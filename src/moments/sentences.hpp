#pragma once

#include "episode/transcript.hpp"

#include <vector>

namespace podpromo {

// Sentences in order; together they hold every word once. One ends at . ? ! … (not after abbreviations, not before a
// small letter) or where the speaker changes; where the transcript has no punctuation, at long pauses.
std::vector<Sentence> sentences_of(const Transcript& transcript);

}  // namespace podpromo
