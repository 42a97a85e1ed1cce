#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/pack.hpp"

namespace podpromo {

// Numbers of chunks that are heard together.
using ChunkGroup = std::vector<std::size_t>;

// Splits all chunks into groups of at most `together`, each chunk in one. Groups come in pairs of equal work, over
// stretches of the episode in order, so that two workers end at the same time and the words come in about as they are
// spoken. The split depends on nothing but its arguments: company may change what is heard, workers must not.
std::vector<ChunkGroup> group_chunks(std::span<const PackedChunk> chunks, std::size_t together);

}  // namespace podpromo
