#pragma once

#include "episode/transcript.hpp"

#include <string>
#include <vector>

namespace podpromo {

// A name that somebody said of a speaker: "I'm Anna", "my guest today is Ben Wu", "welcome, Ben".
struct SuggestedName {
  int speaker = 0;  // index into Transcript::speakers
  std::string name;
  std::string sentence;  // the one that says so
  bool operator==(const SuggestedName&) const = default;
};

// Names for the speakers of an English transcript, in the order in which they are said, each once a speaker. They are
// for a person to confirm: who says a name may mean somebody else. Nothing for speakers who have a name already.
std::vector<SuggestedName> suggested_names(const Transcript& transcript);

}  // namespace podpromo
