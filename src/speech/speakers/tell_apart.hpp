#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/speakers/voiceprint.hpp"

namespace podpromo {

// Which of the voiceprints, in the order in which they were spoken, are of one voice: a number for each, 0 for the
// first voice that is heard. `wanted` is how many voices there are, 0 to find out: then as many as are really
// different, at most 10, where a voice that is heard in fewer than 3 prints, or fewer than 20 and 1.5 % of them, is
// taken for the one that it resembles most. Memory beside the prints has a limit, time grows with their number.
std::vector<std::size_t> told_apart(std::span<const Voiceprint> prints, std::size_t wanted);

}  // namespace podpromo
