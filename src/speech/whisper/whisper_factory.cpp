#include "speech/whisper/whisper_factory.hpp"

#include <fmt/format.h>

#include "speech/whisper/whisper_model.hpp"
#include "speech/whisper/whisper_transcriber.hpp"

namespace podpromo {

WhisperFactory::WhisperFactory(std::shared_ptr<const WhisperModel> model, std::string name)
    : model_(std::move(model)), name_(std::move(name)) {}

WhisperFactory::~WhisperFactory() = default;

Result<std::unique_ptr<WhisperFactory>> WhisperFactory::load(const fs::path& model, const std::string& name) {
  PODPROMO_TRY(weights, WhisperModel::load(model));
  return std::unique_ptr<WhisperFactory>(new WhisperFactory(std::move(weights), name));
}

Result<std::unique_ptr<Transcriber>> WhisperFactory::make() const {
  return std::make_unique<WhisperTranscriber>(model_);
}

std::string WhisperFactory::identity() const {
  return fmt::format("whisper {} (whisper.cpp {})", name_, whisper_version());
}

}  // namespace podpromo
