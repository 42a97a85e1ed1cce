#pragma once

#include "speech/remote/speech_service.hpp"
#include "stages/pipeline.hpp"
#include "studio/settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace podpromo {

// The ears a run listens with, and what they need to live.
struct Hearing {
  std::unique_ptr<TranscriberFactory> engine;
  fs::path voice_model = {};
  fs::path speaker_model = {};
  int workers = 0;
  std::optional<std::vector<std::string>> words = std::vector<std::string>();  // as in Ears
  std::optional<ShowWords> shows = {};                                         // as in Ears; opening leaves it empty
  std::string default_show = {};
  std::string sends_sound_to = {};  // the host of the server that hears; empty when the sound stays here

  Ears ears() const {
    return {*engine, voice_model, speaker_model, workers, words, shows ? &*shows : nullptr, default_show};
  }
};

// Opens what hears, the speech model or the server that was set, the voice model, and the speaker model where it is
// installed. Fails with missing_model and the command that gets it, with bad_request when the server's address or key
// makes no sense.
Result<Hearing> open_hearing(const Settings& settings);
// The server that was set to hear; its address is empty when none was.
SpeechService speech_service(const Settings& settings);
// False when the files that hearing needs are not there any more.
bool can_hear(const Settings& settings);
// What people are told before sound leaves this machine; empty when it stays.
std::string told_of_sending(const Hearing& hearing);
// Where the command line keeps what shows say: $XDG_DATA_HOME/podpromo/shows, else ~/.local/share/podpromo/shows.
fs::path own_shows_folder();
// For episodes that come with their transcript: no speech model, and the voice model only if it is there.
Hearing no_hearing(const Settings& settings);

}  // namespace podpromo
