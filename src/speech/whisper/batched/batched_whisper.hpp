#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/durable.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// Weights and vocabulary, loaded once and shared by all workers.
class BatchedModel;

// The engine that hears by default: Whisper calculated by ourselves on ggml, several chunks at a time on one thread per
// worker. Needs less than half of whisper.cpp's time for the same words; see docs/adr/0013.
class BatchedWhisper final : public TranscriberFactory {
 public:
  // Loads the ggml file `model`; `name` is what people call it ("base"). More than one of `beams` follow so many
  // versions of each text: right more often, for more time and memory. Fails with missing_model when the file isn't
  // there or can't be read as weights.
  static Result<std::unique_ptr<BatchedWhisper>> load(const fs::path& model, const std::string& name,
                                                      std::size_t beams = 1);
  ~BatchedWhisper() override;

  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override;

 private:
  BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name, std::size_t beams);
  std::shared_ptr<const BatchedModel> model_;
  std::string name_;
  std::size_t beams_;
};

}  // namespace podpromo
