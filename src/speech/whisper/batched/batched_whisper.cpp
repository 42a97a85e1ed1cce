#include "speech/whisper/batched/batched_whisper.hpp"

#include <fmt/format.h>

#include <utility>

#include "speech/whisper/batched/batched_model.hpp"
#include "speech/whisper/batched/batched_transcriber.hpp"

namespace podpromo {

BatchedWhisper::BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name, std::size_t beams)
    : model_(std::move(model)), name_(std::move(name)), beams_(beams) {}

BatchedWhisper::~BatchedWhisper() = default;

Result<std::unique_ptr<BatchedWhisper>> BatchedWhisper::load(const fs::path& model, const std::string& name,
                                                             std::size_t beams) {
  PODPROMO_TRY(loaded, BatchedModel::load(model));
  return std::unique_ptr<BatchedWhisper>(new BatchedWhisper(std::move(loaded), name, beams));
}

Result<std::unique_ptr<Transcriber>> BatchedWhisper::make() const {
  return std::make_unique<BatchedTranscriber>(model_, beams_);
}

std::string BatchedWhisper::identity() const { return fmt::format("whisper {} (batched, beam {})", name_, beams_); }

}  // namespace podpromo
