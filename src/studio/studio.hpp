#pragma once

#include "stages/pipeline.hpp"
#include "studio/settings.hpp"

#include <memory>
#include <string>

namespace podpromo {

// The ears a run listens with, and what they need to live.
struct Hearing {
  std::unique_ptr<TranscriberFactory> engine;
  fs::path voice_model;
  fs::path speaker_model;
  int workers = 0;

  Ears ears() const { return {*engine, voice_model, speaker_model, workers}; }
};

// Opens the speech model and the voice model, and the speaker model where it is installed. Fails with missing_model and
// the command that gets them.
Result<Hearing> open_hearing(const Settings& settings);
// For episodes that come with their transcript.
Hearing no_hearing();

}  // namespace podpromo
