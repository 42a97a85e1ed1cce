#include "speech/pack.hpp"

namespace podpromo {

std::vector<PackedChunk> pack_chunks(std::span<const VoiceSpan> spans, const std::vector<bool>& changes) {
  std::vector<PackedChunk> packed;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const VoiceSpan& span = spans[i];
    const bool joins = !packed.empty() && span.end - packed.back().chunk.start <= kLongestChunk &&
                       span.start - packed.back().chunk.end < kLongestPauseInChunk && (changes.empty() || !changes[i]);
    if (!joins) packed.push_back({{span.start, span.end}, i, i});
    packed.back().chunk.end = span.end;
    packed.back().last = i + 1;
  }
  return packed;
}

}  // namespace podpromo
