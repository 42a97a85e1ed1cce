#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "speech/align/aligner.hpp"
#include "speech/pack.hpp"
#include "speech/transcriber.hpp"
#include "speech/wav.hpp"

namespace podpromo {

// A chunk and the voice spans that it was packed from.
struct VoicedChunk {
  SpeechChunk chunk;
  std::span<const VoiceSpan> voice;
};

// What is heard in each chunk of a group.
using GroupWords = std::vector<ChunkWords>;

using AlignerMaker = std::function<std::unique_ptr<Aligner>()>;

// Hears one group of chunks after the other for one worker: decodes, drops what is no speech, times the words, and
// decodes alone what the engine jumped over. What it finds in a group depends on nothing but the group.
class ChunkEar {
 public:
  // `wav` outlives the ear. `english_aligner` is asked for an aligner, which may be null, when the first English words
  // are to be timed.
  ChunkEar(const Wav& wav, std::unique_ptr<Transcriber> engine, AlignerMaker english_aligner)
      : wav_(wav), engine_(std::move(engine)), make_aligner_(std::move(english_aligner)) {}

  // Words with times inside their chunk, and the hesitations between them, for each chunk of `group`. Tells `advanced`
  // now and then how far it is, 0…1.
  Result<GroupWords> words_in(std::span<const VoicedChunk> group, const std::string& language,
                              const Advanced& advanced = {});

 private:
  Result<ChunkSound> sound_of(const SpeechChunk& chunk) const;
  Result<ChunkWords> heard_again(const SpeechChunk& stretch, const std::string& language);
  Done look_into_gaps(const VoicedChunk& chunk, ChunkWords& found);
  Aligner* aligner_for(const std::string& language);
  struct Part;
  static std::vector<Part> parts_of(std::vector<Word> words, const SpeechChunk& chunk,
                                    std::span<const VoiceSpan> voice);
  void time_part(const HeardChunk& heard, const ChunkSound& sound, Part& part);
  ChunkWords timed(HeardChunk heard, const ChunkSound& sound, std::span<const VoiceSpan> voice);
  const Wav& wav_;
  std::unique_ptr<Transcriber> engine_;
  AlignerMaker make_aligner_;
  std::optional<std::unique_ptr<Aligner>> aligner_;  // absent until it was asked for
};

}  // namespace podpromo
