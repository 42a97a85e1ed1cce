#pragma once

#include <span>
#include <vector>

#include "speech/transcriber.hpp"
#include "speech/voice.hpp"

namespace podpromo {

inline constexpr double kLongestChunk = ChunkLimits{}.longest_s;
inline constexpr double kLongestPauseInChunk = ChunkLimits{}.longest_pause_s;

// A chunk with the voice spans [first, last) that it holds.
struct PackedChunk {
  SpeechChunk chunk;
  std::size_t first = 0;
  std::size_t last = 0;
  bool operator==(const PackedChunk&) const = default;
};

// Joins spans into chunks as long as they may be, cutting only in pauses: long chunks give the decoder context and
// cost least. `spans` are in order and none is longer than a chunk may be. `changes` says before which of them somebody
// else begins to speak; it may be empty.
std::vector<PackedChunk> pack_chunks(std::span<const VoiceSpan> spans, const std::vector<bool>& changes = {},
                                     const ChunkLimits& limits = {});

}  // namespace podpromo
