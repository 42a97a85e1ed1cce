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

// Hears one chunk after the other for one worker: decodes, drops what is no speech, times the words, and decodes
// alone what the engine jumped over. What it finds in a chunk depends on nothing but the chunk.
class ChunkEar {
 public:
  // `wav` outlives the ear; `aligner` may be null.
  ChunkEar(const Wav& wav, std::unique_ptr<Transcriber> engine, std::unique_ptr<Aligner> aligner)
      : wav_(wav), engine_(std::move(engine)), aligner_(std::move(aligner)) {}

  // Words with times inside the chunk. `voice` are the spans that the chunk was packed from.
  Result<std::vector<Word>> words_in(const SpeechChunk& chunk, std::span<const VoiceSpan> voice,
                                     const std::string& language);

 private:
  Result<std::vector<Word>> hear(const SpeechChunk& chunk, std::span<const VoiceSpan> voice,
                                 const std::string& language, double least_log_probability);
  const Wav& wav_;
  std::unique_ptr<Transcriber> engine_;
  std::unique_ptr<Aligner> aligner_;
};

}  // namespace podpromo
