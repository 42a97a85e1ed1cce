#include "speech/groups.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace podpromo {

namespace {

double seconds(const PackedChunk& packed) { return packed.chunk.end - packed.chunk.start; }

struct GrowingGroup {
  ChunkGroup numbers;
  double seconds = 0;
};

// Each in turn goes to the group that has less to do, unless that is full.
std::array<GrowingGroup, 2> dealt(const ChunkGroup& longest_first, std::span<const PackedChunk> chunks,
                                  std::size_t together) {
  std::array<GrowingGroup, 2> pair;
  for (const std::size_t number : longest_first) {
    const bool first =
        pair[0].seconds <= pair[1].seconds ? pair[0].numbers.size() < together : pair[1].numbers.size() >= together;
    GrowingGroup& group = pair[first ? 0 : 1];
    group.numbers.push_back(number);
    group.seconds += seconds(chunks[number]);
  }
  return pair;
}

}  // namespace

std::vector<ChunkGroup> group_chunks(std::span<const PackedChunk> chunks, std::size_t together) {
  const std::size_t pairs = (chunks.size() + 2 * together - 1) / (2 * together);
  std::vector<ChunkGroup> groups;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const std::size_t first = chunks.size() * pair / pairs, last = chunks.size() * (pair + 1) / pairs;
    ChunkGroup stretch(last - first);
    std::iota(stretch.begin(), stretch.end(), first);
    std::stable_sort(stretch.begin(), stretch.end(),
                     [&](std::size_t a, std::size_t b) { return seconds(chunks[a]) > seconds(chunks[b]); });
    for (GrowingGroup& group : dealt(stretch, chunks, together)) {
      if (group.numbers.empty()) continue;
      std::sort(group.numbers.begin(), group.numbers.end());
      groups.push_back(std::move(group.numbers));
    }
  }
  return groups;
}

}  // namespace podpromo
