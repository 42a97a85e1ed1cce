#include "episode/fillers.hpp"

#include <algorithm>

namespace podpromo {

std::vector<Filler> fillers_between(std::vector<Filler> fillers, std::span<const Word> words) {
  std::sort(fillers.begin(), fillers.end(), [](const Filler& a, const Filler& b) { return a.start < b.start; });
  std::erase_if(fillers, [&](const Filler& filler) {
    const auto after =
        std::partition_point(words.begin(), words.end(), [&](const Word& word) { return word.end <= filler.start; });
    return after != words.end() && after->start < filler.end;
  });
  return fillers;
}

}  // namespace podpromo
