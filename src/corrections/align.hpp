#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace podpromo {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Which places of two sequences are the same, as rising pairs of indices: as many as there can be. Nothing when more
// than `most_changes` elements would have to be added and taken away. The time grows with the length times the changes,
// the memory with the length (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
std::optional<Pairs> same_places(std::span<const int> one, std::span<const int> other, std::size_t most_changes);

}  // namespace podpromo
