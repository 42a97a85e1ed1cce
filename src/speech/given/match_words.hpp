#pragma once

#include <span>
#include <string>
#include <vector>

#include "speech/evaluate.hpp"

namespace podpromo {

// Which words of `given` are which words of `heard`, in order, for texts of hours: anchored on runs of three words that
// both have once, then of two and one between those, and counted out where what is left between anchors is short.
// Time grows a little faster than the length. Empty words match nothing.
std::vector<MatchedWord> match_words(std::span<const std::string> given, std::span<const std::string> heard);

// Which share of the runs of three words in `heard` is anywhere in `given`, 0…1; 0 when `heard` has fewer than three.
// Of what is heard in an episode its own transcript has more than half, another's a few in a hundred.
double shared_runs(std::span<const std::string> given, std::span<const std::string> heard);

}  // namespace podpromo
