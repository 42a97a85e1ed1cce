#pragma once

#include "episode/clip.hpp"
#include "episode/transcript.hpp"

#include <string>
#include <vector>

namespace podpromo {

// Up to `count` titles for a clip, best first, taken from what is said in it: never a claim of our own.
// At most 80 characters, cut at a clause; at least one unless the clip has no words.
std::vector<std::string> titles_for(const Clip& clip, const Transcript& transcript, std::size_t count);

}  // namespace podpromo
