#include "speech/pack.hpp"

namespace podpromo {

std::vector<PackedChunk> pack_chunks(std::span<const VoiceSpan> spans, const std::vector<bool>& changes,
                                     const ChunkLimits& limits) {
  std::vector<PackedChunk> packed;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const VoiceSpan& span = spans[i];
    const bool cut_here = limits.at_speakers && !changes.empty() && changes[i];
    const bool joins = !cut_here && !packed.empty() && span.end - packed.back().chunk.start <= limits.longest_s &&
                       span.start - packed.back().chunk.end < limits.longest_pause_s;
    if (!joins) packed.push_back({{span.start, span.end}, i, i});
    packed.back().chunk.end = span.end;
    packed.back().last = i + 1;
  }
  return packed;
}

}  // namespace podpromo
