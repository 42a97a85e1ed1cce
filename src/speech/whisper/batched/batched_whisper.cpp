#include "speech/whisper/batched/batched_whisper.hpp"

#include <fmt/format.h>

#include <utility>

#include "speech/whisper/batched/batched_model.hpp"
#include "speech/whisper/batched/batched_transcriber.hpp"
#include "speech/whisper/batched/word_bias.hpp"

namespace podpromo {

BatchedWhisper::BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name, const WhisperWishes& wishes)
    : model_(std::move(model)),
      bias_(std::make_shared<WordBias>(model_->vocabulary(), wishes.expected)),
      name_(std::move(name)),
      beams_(wishes.beams) {}

BatchedWhisper::~BatchedWhisper() = default;

Result<std::unique_ptr<BatchedWhisper>> BatchedWhisper::load(const fs::path& model, const std::string& name,
                                                             const WhisperWishes& wishes) {
  PODPROMO_TRY(loaded, BatchedModel::load(model));
  return std::unique_ptr<BatchedWhisper>(new BatchedWhisper(std::move(loaded), name, wishes));
}

Result<std::unique_ptr<Transcriber>> BatchedWhisper::make() const {
  return std::make_unique<BatchedTranscriber>(model_, bias_, beams_);
}

std::string BatchedWhisper::identity() const { return fmt::format("whisper {} (batched, beam {})", name_, beams_); }

}  // namespace podpromo
