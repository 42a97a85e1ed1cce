#pragma once

#include "base/ids.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace podpromo {

// A span [start, end) of the episode chosen for its own sake. The id is a function of the span.
struct Clip {
  ClipId id;
  double start = 0;            // seconds; inside the pause before the first word
  double end = 0;              // seconds; inside the pause after the last word
  std::size_t first_word = 0;  // words [first_word, last_word) of the transcript
  std::size_t last_word = 0;
  double score = 0;  // 0…1
  std::string title;
  std::string text;                        // exactly what is said between start and end
  std::vector<std::string> reasons;        // why it was chosen, strongest first, in words
  std::map<std::string, double> features;  // 0…1 each; one that could not be computed is absent
  bool operator==(const Clip&) const = default;

  double duration() const { return end - start; }
};

struct AdBlock {
  double start = 0;
  double end = 0;
  bool operator==(const AdBlock&) const = default;
};

// What finding moments came to. Either there are clips, best first, or `no_clips_reason` says why not.
struct Moments {
  std::vector<Clip> clips;
  std::size_t candidates = 0;  // spans that were judged
  std::vector<AdBlock> ads;    // spans left out because they advertise
  std::string no_clips_reason;
  std::string relaxation;  // which rule was relaxed to find any clip; empty when none was
  bool operator==(const Moments&) const = default;
};

}  // namespace podpromo
