#include "speech/transcriber.hpp"

#include <utility>

namespace podpromo {

Result<std::vector<HeardChunk>> Transcriber::hear_together(std::span<const ChunkSound> sounds,
                                                           const std::string& language) {
  std::vector<HeardChunk> all;
  for (const ChunkSound& sound : sounds) {
    PODPROMO_TRY(heard, hear(sound.samples, sound.chunk, language));
    all.push_back(std::move(heard));
  }
  return all;
}

Result<bool> Transcriber::place(std::span<const float> /*samples*/, const SpeechChunk& /*chunk*/,
                                const std::string& /*language*/, std::vector<Word>& /*words*/) {
  return false;
}

}  // namespace podpromo
