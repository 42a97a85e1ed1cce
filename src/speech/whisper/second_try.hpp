#pragma once

#include <cstddef>
#include <string>

#include "speech/transcriber.hpp"
#include "speech/wav.hpp"

namespace podpromo {

// A tenth of a second: whisper.cpp ignores less, and no word is shorter.
inline constexpr std::size_t kShortestSound = kSamplesPerSecond / 10;

// What is heard in a sound too short for a word.
HeardChunk nothing_heard(const std::string& language);

// True when a greedy first try went in circles or sounded so unsure that a careful one is worth its cost.
bool needs_second_try(const HeardChunk& first);

// The one to believe: whichever doesn't go in circles, else the one that is surer of its words.
HeardChunk better_try(HeardChunk first, HeardChunk second);

}  // namespace podpromo
