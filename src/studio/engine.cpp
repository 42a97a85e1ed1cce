#include "studio/engine.hpp"

#include "models/catalog.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"

namespace podpromo {

Result<std::unique_ptr<LazyEngine>> LazyEngine::open(const std::string& model, const fs::path& models_folder,
                                                     int beam) {
  PODPROMO_TRY(file, find_model(model, models_folder));
  return std::unique_ptr<LazyEngine>(new LazyEngine(model, std::move(file), beam));
}

Result<std::unique_ptr<Transcriber>> LazyEngine::make() const {
  const std::scoped_lock lock(loading_);
  if (!loaded_) {
    PODPROMO_TRY(loaded, BatchedWhisper::load(file_, model_, static_cast<std::size_t>(beam_)));
    loaded_ = std::move(loaded);
  }
  return loaded_->make();
}

std::string LazyEngine::identity() const {
  return "whisper " + model_ + (beam_ > 1 ? ", beam " + std::to_string(beam_) : "");
}

Result<std::unique_ptr<Transcriber>> NoEngine::make() const {
  return failure(Fault::missing_model, "no speech model was opened for this episode",
                 "Run it again without --transcript.");
}

}  // namespace podpromo
