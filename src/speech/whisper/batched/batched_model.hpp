#pragma once

#include <memory>
#include <mutex>

#include "base/durable.hpp"
#include "speech/whisper/batched/mel.hpp"
#include "speech/whisper/batched/vocabulary.hpp"
#include "speech/whisper/batched/weights.hpp"
#include "speech/whisper/whisper_model.hpp"

namespace podpromo {

// Everything of a Whisper model that workers share.
class BatchedModel {
 public:
  // Fails with missing_model when `file` isn't there, is damaged, or isn't Whisper.
  static Result<std::shared_ptr<const BatchedModel>> load(const fs::path& file);

  const Weights& weights() const { return *weights_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Mel& mel() const { return mel_; }
  // The same weights in whisper.cpp, loaded when they are first asked for: most episodes never need them.
  // Fails with missing_model when the file went away meanwhile.
  Result<std::shared_ptr<const WhisperModel>> in_whisper_cpp() const;

 private:
  BatchedModel(fs::path file, std::unique_ptr<const Weights> weights, Vocabulary vocabulary, Mel mel);
  fs::path file_;
  std::unique_ptr<const Weights> weights_;
  Vocabulary vocabulary_;
  Mel mel_;
  mutable std::mutex loading_;
  mutable std::weak_ptr<const WhisperModel> in_whisper_cpp_;  // it goes with the last who uses it
};

}  // namespace podpromo
