#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "speech/whisper/batched/text_opening.hpp"
#include "speech/whisper/batched/word_bias.hpp"

namespace podpromo {

// Writes the texts of several chunks at once and follows several versions, “beams”, of each: slower than always taking
// the likeliest token, and right a little more often. Of the versions that came to an end the one whose tokens are
// likeliest on average is believed, as in OpenAI's reference (whisper/decoding.py, BeamSearchDecoder).
class BeamSearch {
 public:
  // The first four outlive it. Texts are drawn to the words of `bias`. `memory` needs room for `beams` times as many
  // texts as there are sounds.
  BeamSearch(const Vocabulary& vocabulary, const WordBias& bias, BatchMemory& memory, Decoder& decoder,
             std::size_t beams)
      : vocabulary_(vocabulary), bias_(bias), memory_(memory), decoder_(decoder), beams_(beams) {}

  // As GreedySearch::texts().
  Result<std::vector<DecodedText>> texts(std::span<const double> seconds, std::span<const int> languages,
                                         const TextEnded& ended);

 private:
  struct Version;
  struct Bundle;
  Result<std::vector<Bundle>> begin(std::span<const double> seconds, std::size_t position);
  void go_on(const Odds& odds, std::size_t first_row, std::size_t position, Bundle& bundle);
  void keep_rows(std::vector<Version> chosen, std::size_t first_row, std::size_t position, Bundle& bundle);
  Done retire(std::vector<Bundle>& bundles, std::vector<DecodedText>& texts, std::size_t position,
              const TextEnded& ended);

  const Vocabulary& vocabulary_;
  const WordBias& bias_;
  BatchMemory& memory_;
  Decoder& decoder_;
  std::size_t beams_;
};

}  // namespace podpromo
