#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "speech/speakers/speaker_turns.hpp"

namespace podpromo {

// How much of the time the wrong person is said to speak, as NIST's md-eval counts it: seconds are counted once for
// each person who speaks in them, those who talk at once included. Nothing within 0.25 s of where a reference turn
// begins or ends counts, nor anything before the first of them or after the last. Names are matched one to one so that
// the most time agrees.
struct SpeakerErrors {
  double spoken_s = 0;    // of the reference
  double missed_s = 0;    // somebody speaks, and nobody is named
  double invented_s = 0;  // somebody is named who doesn't speak
  double confused_s = 0;  // another one is named
  std::size_t speakers = 0;
  std::size_t found = 0;

  // The diarization error rate; 0 when nobody speaks.
  double percent() const;
};

// Both in any order; turns of `reference` may overlap, and so may turns of `found`.
SpeakerErrors speaker_errors(std::span<const SpeakerTurn> reference, std::span<const SpeakerTurn> found);

// The turns of one recording in a file of NIST's Rich Transcription Time Marked format, speakers numbered as they come.
// Fails with bad_request and the line.
Result<std::vector<SpeakerTurn>> read_rttm(std::string_view text, std::string_view recording);

}  // namespace podpromo
