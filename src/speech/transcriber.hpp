#pragma once

#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace podpromo {

// One stretch of speech to be decoded as a single segment.
struct SpeechChunk {
  double start = 0;  // seconds in the episode
  double end = 0;    // at most 29 s after start
  bool operator==(const SpeechChunk&) const = default;
};

// What was heard in a chunk, before words have exact times.
struct HeardChunk {
  std::string language;  // ISO 639-1
  double no_speech = 0;  // probability that nobody speaks, 0…1
  double mean_log_probability = 0;
  std::vector<Word> words;  // times from the engine: rough, absolute seconds
};

// Turns sound into words, one chunk at a time. One Transcriber belongs to one thread; a factory makes as many as
// there are workers. Equal samples and options give equal words, whatever was decoded before.
class Transcriber {
 public:
  virtual ~Transcriber() = default;
  // `samples` are 16 kHz mono of exactly `chunk`. Language "" means: find out. Fails with cancelled or internal.
  virtual Result<HeardChunk> hear(std::span<const float> samples, const SpeechChunk& chunk,
                                  const std::string& language) = 0;
};

class TranscriberFactory {
 public:
  virtual ~TranscriberFactory() = default;
  virtual Result<std::unique_ptr<Transcriber>> make() const = 0;
  // Names engine, model and version: part of the key of everything made with it.
  virtual std::string identity() const = 0;
};

}  // namespace podpromo
