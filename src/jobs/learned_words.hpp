#pragma once

#include "corrections/corrections.hpp"
#include "speech/words/episode_names.hpp"

#include <string>
#include <vector>

namespace podpromo {

// The names and strange words (see episode_names()) that people put into a transcript, in a place where they were not
// heard or as the name of a speaker: the same ears would not hear them in another episode either.
std::vector<std::string> learned_words(const Corrections& corrections, const KnowsWord& knows);

}  // namespace podpromo
