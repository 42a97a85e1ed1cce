#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/transcriber.hpp"
#include "speech/whisper/batched/vocabulary.hpp"

namespace podpromo {

// Written words as tokens for the decoder to read, and which of them are whose.
struct KnownText {
  // The tokens [first, spoken_last) of a word are said; what follows up to the next word's is punctuation.
  struct Place {
    std::size_t first = 0;
    std::size_t spoken_last = 0;
  };
  std::vector<int> tokens;
  std::vector<Place> places;  // of each word
};

KnownText known_text(const Vocabulary& vocabulary, std::span<const Word> words);

// Gives `words` the times of their tokens, which end so many seconds after the beginning of `chunk`. A word begins
// where the token before it ends, the first one with the chunk; the pause after it belongs to its punctuation.
void take_times(const KnownText& text, std::span<const double> ends, const SpeechChunk& chunk,
                std::vector<Word>& words);

}  // namespace podpromo
