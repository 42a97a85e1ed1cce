#pragma once

#include "moments/features.hpp"

#include <string>
#include <vector>

namespace podpromo {

// Why a clip was chosen, in plain words, the strongest first, at most three and at least one. Each is true of the
// clip itself: it names what can be heard in it.
std::vector<std::string> reasons_for(const SpeechFacts& speech, const Candidate& clip, const Features& features);

}  // namespace podpromo
