#pragma once

#include "corrections/corrections.hpp"

namespace podpromo {

// Whether `wanted` can be a correction of `heard` at all; see corrections_between().
Done check_wanted(const Transcript& heard, const WantedTranscript& wanted);

}  // namespace podpromo
