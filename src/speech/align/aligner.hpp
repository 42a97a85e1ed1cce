#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/durable.hpp"
#include "episode/transcript.hpp"

namespace podpromo {

// Finds where known words lie in sound. An Aligner belongs to one thread; equal input gives equal times.
class Aligner {
 public:
  virtual ~Aligner() = default;
  // `samples` are 16 kHz mono beginning at `start_s` of the episode. Sets the times of all `words` and returns true,
  // or leaves them alone and returns false when the words don't fit the sound.
  virtual bool align(std::span<const float> samples, double start_s, std::vector<Word>& words) = 0;
};

// $PODPROMO_ALIGN_MODEL_DIR, else where Debian's pocketsphinx-en-us puts the acoustic model and the dictionary.
fs::path english_model_folder();

// English words by PocketSphinx: a recogniser that may hear nothing but the given text, with an optional "um" or "uh"
// between words. Null when the model isn't installed in `folder`, or can't be read.
std::unique_ptr<Aligner> english_aligner(const fs::path& folder);

}  // namespace podpromo
