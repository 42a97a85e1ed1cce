#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/speakers/voiceprint.hpp"

namespace podpromo {

// Voiceprints taken for one voice.
struct VoiceGroup {
  Voiceprint mean{};
  double size = 1;
  bool operator==(const VoiceGroup&) const = default;
};

// Groups `gone` and `kept` were the closest two and became one, which goes by the number `kept`.
struct Merge {
  std::size_t kept = 0;
  std::size_t gone = 0;
  bool operator==(const Merge&) const = default;
};

// Ward's tree: again and again the two groups are joined whose joining adds least to the spread inside groups, until
// one is left. Time and memory grow with the square of their number: 2,000 take a tenth of a second and 16 MB.
std::vector<Merge> ward_merges(std::span<const VoiceGroup> groups);

// The tree over `leaves` leaves cut where `count` groups are left: each leaf's group, numbered from 0 in the order in
// which they first come.
std::vector<std::size_t> cut_tree(std::span<const Merge> merges, std::size_t leaves, std::size_t count);

}  // namespace podpromo
