#include "studio/studio.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "models/catalog.hpp"
#include "speech/remote/remote_factory.hpp"
#include "speech/words/expected_words.hpp"
#include "studio/engine.hpp"

namespace podpromo {

namespace {

using Opened = Result<std::unique_ptr<TranscriberFactory>>;

Opened open_engine(const Settings& settings) {
  if (!settings.speech_url.empty()) return Opened(RemoteFactory::open(speech_service(settings)));
  return Opened(
      LazyEngine::open(settings.model, settings.models_folder, {.beams = static_cast<std::size_t>(settings.beam)}));
}

}  // namespace

SpeechService speech_service(const Settings& settings) {
  return {.url = settings.speech_url,
          .model = settings.speech_model,
          .key = settings.speech_key,
          .plain_http = settings.speech_plain_http != 0};
}

bool can_hear(const Settings& settings) {
  const std::string model = settings.speech_url.empty() ? settings.model : "silero-vad";
  return find_model(model, settings.models_folder).has_value();
}

std::string told_of_sending(const Hearing& hearing) {
  if (hearing.sends_sound_to.empty()) return {};
  return fmt::format("The sound is sent to {}, which hears it (PODPROMO_SPEECH_URL).", hearing.sends_sound_to);
}

fs::path own_shows_folder() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
    return fs::path(data) / "podpromo" / "shows";
  const char* home = std::getenv("HOME");
  return fs::path(home == nullptr || *home == '\0' ? "." : home) / ".local" / "share" / "podpromo" / "shows";
}

Result<Hearing> open_hearing(const Settings& settings) {
  PODPROMO_TRY(engine, open_engine(settings));
  PODPROMO_TRY(voice, find_model("silero-vad", settings.models_folder));
  PODPROMO_TRY(words, asked_words(settings.words));
  // Words are worth having without knowing whose they are; the doctor tells.
  auto speakers = find_model(kSpeakerModel, settings.models_folder);
  const std::string& url = settings.speech_url;
  return Hearing{.engine = std::move(engine),
                 .voice_model = std::move(voice),
                 .speaker_model = speakers ? *std::move(speakers) : fs::path(),
                 .workers = settings.workers,
                 .words = std::move(words),
                 .default_show = settings.show,
                 .sends_sound_to = url.empty() ? "" : host_of_url(url)};
}

Hearing no_hearing(const Settings& settings) {
  auto voice = find_model("silero-vad", settings.models_folder);
  return Hearing{.engine = std::make_unique<NoEngine>(),
                 .voice_model = voice ? *std::move(voice) : fs::path(),
                 .workers = settings.workers};
}

}  // namespace podpromo
