#include "speech/whisper/batched/batched_whisper.hpp"

#include <fmt/format.h>

#include <utility>

#include "speech/whisper/batched/batched_model.hpp"
#include "speech/whisper/batched/batched_transcriber.hpp"
#include "speech/whisper/batched/model_file.hpp"
#include "speech/whisper/languages.hpp"

namespace podpromo {

BatchedWhisper::BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name, const WhisperWishes& wishes)
    : model_(std::move(model)), name_(std::move(name)), beams_(wishes.beams) {}

BatchedWhisper::~BatchedWhisper() = default;

Result<std::unique_ptr<BatchedWhisper>> BatchedWhisper::load(const fs::path& model, const std::string& name,
                                                             const WhisperWishes& wishes) {
  PODPROMO_TRY(loaded, BatchedModel::load(model));
  return std::unique_ptr<BatchedWhisper>(new BatchedWhisper(std::move(loaded), name, wishes));
}

Result<std::unique_ptr<Transcriber>> BatchedWhisper::make() const {
  return std::make_unique<BatchedTranscriber>(model_, beams_);
}

std::string BatchedWhisper::identity() const { return fmt::format("whisper {} (batched, beam {})", name_, beams_); }

std::function<bool(std::string_view)> BatchedWhisper::known_words() const {
  return [model = model_](std::string_view word) { return model->vocabulary().has_word(word); };
}

Result<std::string> BatchedWhisper::language_by(const fs::path& file, const std::string& written) {
  if (written.empty()) return written;
  PODPROMO_TRY(stored, ModelFile::open(file));
  return known_language(written, languages_in(stored.shape().vocabulary));
}

std::function<bool(std::string_view)> BatchedWhisper::known_words_of(const fs::path& file) {
  const auto stored = ModelFile::open(file);
  if (!stored) return {};
  const auto vocabulary = std::make_shared<Vocabulary>(stored->tokens(), stored->shape().vocabulary);
  return [vocabulary](std::string_view word) { return vocabulary->has_word(word); };
}

}  // namespace podpromo
