#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/durable.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// Weights and vocabulary, loaded once and shared by all workers.
class BatchedModel;

// How it listens.
struct WhisperWishes {
  std::size_t beams = 1;  // with more, so many versions of each text: right more often, for more time
};

// The engine that hears by default: Whisper calculated by ourselves on ggml, several chunks at a time on one thread per
// worker. Needs less than half of whisper.cpp's time for the same words; see docs/adr/0013.
class BatchedWhisper final : public TranscriberFactory {
 public:
  // Loads the ggml file `model`; `name` is what people call it ("base"). Fails with missing_model when it isn't there
  // or can't be read as weights.
  static Result<std::unique_ptr<BatchedWhisper>> load(const fs::path& model, const std::string& name,
                                                      const WhisperWishes& wishes = {});
  ~BatchedWhisper() override;

  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override;
  bool can_expect() const override { return true; }
  std::function<bool(std::string_view)> known_words() const override;
  // As TranscriberFactory::language_named, for the model in `file`, without its weights; fails as load() does, too.
  static Result<std::string> language_by(const fs::path& file, const std::string& written);
  // Known words of the model in `file`, without its weights; knows nothing when that isn't one.
  static std::function<bool(std::string_view)> known_words_of(const fs::path& file);

 private:
  BatchedWhisper(std::shared_ptr<const BatchedModel> model, std::string name, const WhisperWishes& wishes);
  std::shared_ptr<const BatchedModel> model_;
  std::string name_;
  std::size_t beams_;
};

}  // namespace podpromo
