#pragma once

#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// One stretch of speech to be decoded in one go.
struct SpeechChunk {
  double start = 0;  // seconds in the episode
  double end = 0;    // no longer after start than the engine's ChunkLimits say
  bool operator==(const SpeechChunk&) const = default;
};

// What was heard in a chunk, before words have exact times.
struct HeardChunk {
  std::string language;  // ISO 639-1
  double no_speech = 0;  // probability that nobody speaks, 0…1
  double mean_log_probability = 0;
  std::vector<Word> words;       // absolute seconds; without has_times rough in long chunks, all zero in others
  bool has_times = false;        // the times come from the sound (to about a tenth of a second)
  bool runs_in_circles = false;  // the engine repeated itself and a second try did not help
};

// How speech is cut for an engine.
struct ChunkLimits {
  double longest_s = 29.0;       // Whisper sees 30 s at a time; a second is left for rounding and its own padding
  double longest_pause_s = 1.5;  // speech after a pause of this length or more starts a new chunk
  bool at_speakers = true;       // and so does another speaker
  bool operator==(const ChunkLimits&) const = default;
};

// A chunk with its sound, 16 kHz mono.
struct ChunkSound {
  SpeechChunk chunk;
  std::vector<float> samples;
};

// The words of a chunk once they have exact times.
struct ChunkWords {
  std::string language;  // ISO 639-1
  std::vector<Word> words;
  std::vector<Filler> fillers = {};  // in order, between the words
  bool operator==(const ChunkWords&) const = default;
};

// Told how far a piece of work is, 0…1.
using Advanced = std::function<void(double)>;

// Turns sound into words, a chunk or several at a time. One Transcriber belongs to one thread; a factory makes as many
// as there are workers. Equal chunks and options give equal words, whatever was decoded before; chunks heard in other
// company may give others.
class Transcriber {
 public:
  virtual ~Transcriber() = default;
  // `samples` are 16 kHz mono of exactly `chunk`. Language "" means: find out. Fails with bad_request when the engine
  // doesn't know the language, with cancelled or internal.
  virtual Result<HeardChunk> hear(std::span<const float> samples, const SpeechChunk& chunk,
                                  const std::string& language) = 0;
  // hear() for each of `sounds`, in their order. Language "" is found out from all of them, and from one alone where
  // that is sure of another.
  virtual Result<std::vector<HeardChunk>> hear_together(std::span<const ChunkSound> sounds,
                                                        const std::string& language);
  // Where `words`, which are known to be said in `samples`, are: sets the times of all of them, to about a tenth of a
  // second, and gives true. Gives false and leaves them alone when this engine can't tell, or not of so many. `chunk`
  // is no longer than ChunkLimits{}.longest_s. Fails with cancelled or internal.
  virtual Result<bool> place(std::span<const float> samples, const SpeechChunk& chunk, const std::string& language,
                             std::vector<Word>& words);
  // From now on texts are drawn to these names and words, each as it is written; nothing happens in an engine that
  // can't (see TranscriberFactory::can_expect).
  virtual void expect(const std::vector<std::string>&) {}
  // How many chunks this engine likes to hear together.
  virtual std::size_t best_together() const { return 1; }
  // From now on a running hear() fails with cancelled within about a second after `stop` was asked for.
  virtual void stop_with(const std::stop_token&) {}
  // From now on hear_together() tells `advanced` now and then, on its own thread, how far it is, 0…1.
  virtual void tell(const Advanced&) {}
};

class TranscriberFactory {
 public:
  virtual ~TranscriberFactory() = default;
  virtual Result<std::unique_ptr<Transcriber>> make() const = 0;
  // Names engine, model and version: part of the key of everything made with it.
  virtual std::string identity() const = 0;
  // What its transcribers call a language that somebody wrote, as "de" for "German"; "" stays "". Asked before anything
  // is loaded or heard. Fails with bad_request when they don't know it, and names some that may have been meant.
  virtual Result<std::string> language_named(const std::string& written) const { return written; }
  // Whether its transcribers can listen for names and words.
  virtual bool can_expect() const { return false; }
  // A test for words, written exactly so, that it has met often enough to need no help with them. The test may be
  // called by one thread at a time; without one nothing is known.
  virtual std::function<bool(std::string_view)> known_words() const { return {}; }
  // How its chunks are cut; equal for equal identities. In chunks longer than ChunkLimits{}.longest_s every word has at
  // least a rough time.
  virtual ChunkLimits chunk_limits() const { return {}; }
};

}  // namespace podpromo
