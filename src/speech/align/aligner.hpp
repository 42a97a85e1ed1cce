#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/durable.hpp"
#include "episode/transcript.hpp"

namespace podpromo {

// How known words lie in sound.
struct Alignment {
  // For each word, how much less likely its sounds are than the likeliest ones at each instant, in nats per 10 ms.
  // Words that are said there stay below kFits on average over a few of them, in noise and over the telephone too.
  std::vector<double> misfits;
  std::vector<Filler> fillers;  // hesitations between the words, in order
};

// Right words measure 2 to 3.9, the most in noise, over the telephone, or when every seventh of them is wrong; a
// passage of another text 4.8 to 7.3.
inline constexpr double kFits = 4.4;

// Finds where known words lie in sound. An Aligner belongs to one thread; equal input gives equal times.
class Aligner {
 public:
  virtual ~Aligner() = default;
  // `samples` are 16 kHz mono beginning at `start_s` of the episode. Sets the times of all `words`, or leaves them
  // alone and returns nothing when they can't be brought into the sound. Words of another text often can: that shows
  // in their misfits.
  virtual std::optional<Alignment> align(std::span<const float> samples, double start_s, std::vector<Word>& words) = 0;
  // The same for words whose first and last may not be in the sound: a single attempt that rules nothing out early.
  virtual std::optional<Alignment> align_once(std::span<const float> samples, double start_s,
                                              std::vector<Word>& words) = 0;
};

// $PODPROMO_ALIGN_MODEL_DIR, else where Debian's pocketsphinx-en-us puts the acoustic model and the dictionary.
fs::path english_model_folder();

// English words by PocketSphinx: a recogniser that may hear nothing but the given text, with an optional "um" or "uh"
// between words. Null when the model isn't installed in `folder`, or can't be read.
std::unique_ptr<Aligner> english_aligner(const fs::path& folder);

}  // namespace podpromo
