#pragma once

#include <span>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// The fillers that no word overlaps, in order. `words` are in order and don't overlap.
std::vector<Filler> fillers_between(std::vector<Filler> fillers, std::span<const Word> words);

}  // namespace podpromo
