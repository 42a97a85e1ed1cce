#include "speech/whisper/batched/batched_model.hpp"

#include <utility>

#include "speech/whisper/batched/model_file.hpp"
#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

BatchedModel::BatchedModel(fs::path file, std::unique_ptr<const Weights> weights, Vocabulary vocabulary, Mel mel)
    : file_(std::move(file)), weights_(std::move(weights)), vocabulary_(std::move(vocabulary)), mel_(std::move(mel)) {}

Result<std::shared_ptr<const BatchedModel>> BatchedModel::load(const fs::path& file) {
  quiet_whisper();
  PODPROMO_TRY(stored, ModelFile::open(file));
  Vocabulary vocabulary(stored.tokens(), stored.shape().vocabulary);
  if (!vocabulary.is_whole()) return unusable_model(file.string() + ": tokens are missing");
  PODPROMO_TRY(weights, Weights::load(stored));
  return std::shared_ptr<const BatchedModel>(
      new BatchedModel(file, std::move(weights), std::move(vocabulary), Mel(stored.filters())));
}

Result<std::shared_ptr<const WhisperModel>> BatchedModel::in_whisper_cpp() const {
  const std::lock_guard lock(loading_);
  if (auto loaded = in_whisper_cpp_.lock()) return loaded;
  PODPROMO_TRY(loaded, WhisperModel::load(file_));
  in_whisper_cpp_ = loaded;
  return loaded;
}

}  // namespace podpromo
