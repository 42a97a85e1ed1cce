#pragma once

#include <stop_token>
#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "speech/voice.hpp"
#include "speech/wav.hpp"

namespace podpromo {

// Where somebody speaks, by Silero's network in whisper.cpp. The sound is read a minute at a time while the network
// keeps its memory, so the result is that of one pass and ten hours take no more memory than one.
// Fails with missing_model when `model` isn't there or isn't Silero, with cancelled, or as reading does.
Result<std::vector<VoiceSpan>> find_voice(const Wav& wav, const fs::path& model, const std::stop_token& stop = {});

}  // namespace podpromo
