#include "studio/studio.hpp"

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
  PODPROMO_TRY(expected, expected_words(settings.words));
  return Opened(LazyEngine::open(settings.model, settings.models_folder,
                                 {.beams = static_cast<std::size_t>(settings.beam), .expected = expected}));
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

Result<Hearing> open_hearing(const Settings& settings) {
  PODPROMO_TRY(engine, open_engine(settings));
  PODPROMO_TRY(voice, find_model("silero-vad", settings.models_folder));
  // Words are worth having without knowing whose they are; the doctor tells.
  auto speakers = find_model(kSpeakerModel, settings.models_folder);
  const std::string& url = settings.speech_url;
  return Hearing{.engine = std::move(engine),
                 .voice_model = std::move(voice),
                 .speaker_model = speakers ? *std::move(speakers) : fs::path(),
                 .workers = settings.workers,
                 .sends_sound_to = url.empty() ? "" : host_of_url(url)};
}

Hearing no_hearing(const Settings& settings) {
  auto voice = find_model("silero-vad", settings.models_folder);
  return Hearing{.engine = std::make_unique<NoEngine>(),
                 .voice_model = voice ? *std::move(voice) : fs::path(),
                 .workers = settings.workers};
}

}  // namespace podpromo
