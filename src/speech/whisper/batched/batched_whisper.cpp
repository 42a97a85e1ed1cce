#include "speech/whisper/batched/batched_whisper.hpp"

#include <utility>

#include "speech/whisper/batched/batched_model.hpp"
#include "speech/whisper/batched/batched_transcriber.hpp"

namespace podpromo {

BatchedWhisper::BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name)
    : model_(std::move(model)), name_(std::move(name)) {}

BatchedWhisper::~BatchedWhisper() = default;

Result<std::unique_ptr<BatchedWhisper>> BatchedWhisper::load(const fs::path& model, const std::string& name) {
  PODPROMO_TRY(loaded, BatchedModel::load(model));
  return std::unique_ptr<BatchedWhisper>(new BatchedWhisper(std::move(loaded), name));
}

Result<std::unique_ptr<Transcriber>> BatchedWhisper::make() const {
  return std::make_unique<BatchedTranscriber>(model_);
}

std::string BatchedWhisper::identity() const { return "whisper " + name_ + " (batched)"; }

}  // namespace podpromo
