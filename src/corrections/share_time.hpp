#pragma once

#include "episode/transcript.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace podpromo {

// Seconds in which something is or may be said.
struct Voiced {
  double start = 0;
  double end = 0;
  double length() const { return end - start; }
};

// Characters of UTF-8 text, at least one.
std::size_t letters_of(std::string_view text);
std::size_t letters_of(const std::vector<Word>& words);

// Gives the words times, in order and without overlaps: they share `voiced` by their letters, and none goes across a
// silence between two of its spans. `voiced` is in order and not empty.
void share_time(std::vector<Word>& words, const std::vector<Voiced>& voiced);

}  // namespace podpromo
