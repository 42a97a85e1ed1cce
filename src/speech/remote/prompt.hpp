#pragma once

#include <span>
#include <string>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// What a server is told to expect: `names` as a short text, the first ones where not all fit, since servers read only
// the last two hundred tokens or so. "" when there are none.
std::string prompt_of(const std::vector<std::string>& names);

// Whether `words` say `prompt` back, as servers do where they hear nothing: four of its words in its order, or no word
// that it hasn't. People who are introduced one after the other may sound the same.
bool says_back(const std::string& prompt, std::span<const Word> words);

}  // namespace podpromo
