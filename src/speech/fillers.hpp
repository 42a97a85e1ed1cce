#pragma once

#include <span>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// Those of `all` that `words`, which are timed by the same look at the sound, do not contain. A drawn-out "um" that is
// written down may be taken for a hesitation and the word: then the word gets the time of both. Both are in order.
std::vector<Filler> unwritten_fillers(std::span<const Filler> all, std::vector<Word>& words);

// Inside `chunk`, on whole milliseconds; what has no time left is gone.
std::vector<Filler> settled_fillers(std::vector<Filler> fillers, const SpeechChunk& chunk);

}  // namespace podpromo
