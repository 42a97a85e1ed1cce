#pragma once

#include <memory>
#include <string>

#include "base/durable.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// The weights of one Whisper model, loaded once and shared by all workers. Only this folder knows whisper.h.
class WhisperModel;

// Whisper through whisper.cpp's public interface: what BatchedWhisper is compared with, and what it asks when in doubt.
// Each Transcriber decodes its chunk as one segment without time tokens, on one thread: greedily first, and once more
// with a beam when that went in circles or sounded unsure.
class WhisperFactory final : public TranscriberFactory {
 public:
  // Loads the ggml file `model`; `name` is what people call it ("base"). Fails with missing_model when it isn't there
  // or can't be read as weights.
  static Result<std::unique_ptr<WhisperFactory>> load(const fs::path& model, const std::string& name);
  ~WhisperFactory() override;

  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override;

 private:
  WhisperFactory(std::shared_ptr<const WhisperModel> model, std::string name);
  std::shared_ptr<const WhisperModel> model_;
  std::string name_;
};

}  // namespace podpromo
