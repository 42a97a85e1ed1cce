#pragma once

#include <span>
#include <vector>

#include "speech/transcriber.hpp"
#include "speech/voice.hpp"

namespace podpromo {

// Whisper sees 30 s at a time; a second is left for rounding and its own padding.
inline constexpr double kLongestChunk = 29.0;
// Speech after a longer pause starts a new chunk.
inline constexpr double kLongestPauseInChunk = 1.5;

// A chunk with the voice spans [first, last) that it holds.
struct PackedChunk {
  SpeechChunk chunk;
  std::size_t first = 0;
  std::size_t last = 0;
  bool operator==(const PackedChunk&) const = default;
};

// Joins spans into chunks as long as they may be, cutting only in pauses: long chunks give the decoder context and
// cost least, and a chunk never holds a pause of 1.5 s or more. `spans` are in order and none is longer than a chunk.
// A chunk also ends before each span for which `changes` says that somebody else speaks; it may be empty.
std::vector<PackedChunk> pack_chunks(std::span<const VoiceSpan> spans, const std::vector<bool>& changes = {});

}  // namespace podpromo
