#pragma once

#include <memory>
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

// The words of each chunk of a group.
using GroupWords = std::vector<std::vector<Word>>;

// Hears one group of chunks after the other for one worker: decodes, drops what is no speech, times the words, and
// decodes alone what the engine jumped over. What it finds in a group depends on nothing but the group.
class ChunkEar {
 public:
  // `wav` outlives the ear; `aligner` may be null.
  ChunkEar(const Wav& wav, std::unique_ptr<Transcriber> engine, std::unique_ptr<Aligner> aligner)
      : wav_(wav), engine_(std::move(engine)), aligner_(std::move(aligner)) {}

  // Words with times inside their chunk, for each chunk of `group`.
  Result<GroupWords> words_in(std::span<const VoicedChunk> group, const std::string& language);

 private:
  Result<ChunkSound> sound_of(const SpeechChunk& chunk) const;
  Result<std::vector<Word>> heard_again(const SpeechChunk& stretch, const std::string& language);
  Done look_into_gaps(const VoicedChunk& chunk, const std::string& language, std::vector<Word>& words);
  std::vector<Word> timed(HeardChunk heard, const ChunkSound& sound, std::span<const VoiceSpan> voice);
  const Wav& wav_;
  std::unique_ptr<Transcriber> engine_;
  std::unique_ptr<Aligner> aligner_;
};

}  // namespace podpromo
