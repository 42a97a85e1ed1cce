#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "speech/speakers/speaker_turns.hpp"
#include "speech/voice.hpp"
#include "speech/wav.hpp"

namespace podpromo {

struct SpeakerSearch {
  fs::path model;          // weights of the speaker model
  std::size_t wanted = 0;  // how many people speak, 0 to find out
  std::size_t workers = 1;
};

// Who speaks when, over the `voice` of the sound: a voiceprint about every second, then those of one voice together.
// Turns are in order and don't overlap; people who talk at once are heard as one of them. The result is the same
// whatever the workers. Fails with missing_model, cancelled, or as reading does.
Result<std::vector<SpeakerTurn>> find_speakers(const Wav& wav, std::span<const VoiceSpan> voice,
                                               const SpeakerSearch& search, const std::stop_token& stop = {});

}  // namespace podpromo
