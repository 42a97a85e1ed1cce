#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/whisper/batched/text_opening.hpp"

namespace podpromo {

// Writes the texts of several chunks at once, always taking the likeliest token. A text ends where the decoder says so,
// where it begins to go round in circles, or when it is longer than anybody talks.
class GreedySearch {
 public:
  // All outlive it.
  GreedySearch(const Vocabulary& vocabulary, BatchMemory& memory, Decoder& decoder)
      : vocabulary_(vocabulary), memory_(memory), decoder_(decoder) {}

  // Decodes the sounds in the first slots, which last `seconds`; they change places meanwhile. `languages` has the
  // number of each, or kUnknownLanguage. Fails with cancelled, internal, or as `ended` does.
  Result<std::vector<DecodedText>> texts(std::span<const double> seconds, std::span<const int> languages,
                                         const TextEnded& ended);

 private:
  struct Writer;
  void take_choices(const Odds& odds, std::vector<Writer>& writers, std::vector<DecodedText>& texts) const;
  Done retire(std::vector<Writer>& writers, std::vector<DecodedText>& texts, std::size_t position,
              const TextEnded& ended);

  const Vocabulary& vocabulary_;
  BatchMemory& memory_;
  Decoder& decoder_;
};

}  // namespace podpromo
