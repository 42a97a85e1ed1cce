#include "studio/studio.hpp"

#include "models/catalog.hpp"
#include "speech/words/expected_words.hpp"
#include "studio/engine.hpp"

namespace podpromo {

Result<Hearing> open_hearing(const Settings& settings) {
  PODPROMO_TRY(expected, expected_words(settings.words));
  PODPROMO_TRY(engine, LazyEngine::open(settings.model, settings.models_folder,
                                        {.beams = static_cast<std::size_t>(settings.beam), .expected = expected}));
  PODPROMO_TRY(voice, find_model("silero-vad", settings.models_folder));
  // Words are worth having without knowing whose they are; the doctor tells.
  auto speakers = find_model(kSpeakerModel, settings.models_folder);
  return Hearing{std::move(engine), std::move(voice), speakers ? *std::move(speakers) : fs::path(), settings.workers};
}

Hearing no_hearing() { return Hearing{std::make_unique<NoEngine>(), {}, {}, 1}; }

}  // namespace podpromo
