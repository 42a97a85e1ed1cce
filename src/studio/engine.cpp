#include "studio/engine.hpp"

#include <fmt/format.h>

#include "models/catalog.hpp"

namespace podpromo {

Result<std::unique_ptr<LazyEngine>> LazyEngine::open(const std::string& model, const fs::path& models_folder,
                                                     WhisperWishes wishes) {
  if (const auto known = model_named(model); known && !hears_words(**known))
    return failure(Fault::bad_request, fmt::format("the model “{}” hears no words", model),
                   "Choose another one; podpromo models list shows them.");
  PODPROMO_TRY(file, find_model(model, models_folder));
  return std::unique_ptr<LazyEngine>(new LazyEngine(model, std::move(file), wishes));
}

Result<std::unique_ptr<Transcriber>> LazyEngine::make() const {
  const std::scoped_lock lock(loading_);
  if (!loaded_) {
    PODPROMO_TRY(loaded, BatchedWhisper::load(file_, model_, wishes_));
    loaded_ = std::move(loaded);
  }
  return loaded_->make();
}

std::string LazyEngine::identity() const {
  std::string identity = "whisper " + model_;
  if (wishes_.beams > 1) identity += fmt::format(", beam {}", wishes_.beams);
  return identity;
}

Result<std::unique_ptr<Transcriber>> NoEngine::make() const {
  return failure(Fault::missing_model, "no speech model was opened for this episode",
                 "Run it again without --transcript.");
}

}  // namespace podpromo
