#pragma once

#include "episode/clip.hpp"
#include "episode/transcript.hpp"

#include <vector>

namespace podpromo {

struct AdRead {
  AdBlock block;
  AdBlock keep_away;  // the block and, where its border isn't plain, some seconds more: no good clip reaches into it
};

// The spans in which the episode advertises, in time order, by what is said: cue phrases close together, hardly a
// pronoun, passages repeated word for word. One cue alone is never enough. English only: none for other languages.
std::vector<AdRead> ads_in(const Transcript& transcript);

}  // namespace podpromo
