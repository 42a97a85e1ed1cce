#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "speech/transcriber.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace podpromo {

// A speech engine by the name of its model, with its weights checked but not loaded until the first worker asks: a
// run that finds the words already heard never pays for them.
class LazyEngine final : public TranscriberFactory {
 public:
  // Fails with missing_model and the command that gets it.
  static Result<std::unique_ptr<LazyEngine>> open(const std::string& model, const fs::path& models_folder,
                                                  WhisperWishes wishes);

  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override;
  Result<std::string> language_named(const std::string& written) const override {
    return BatchedWhisper::language_by(file_, written);
  }
  bool can_expect() const override { return true; }
  std::function<bool(std::string_view)> known_words() const override { return BatchedWhisper::known_words_of(file_); }

 private:
  LazyEngine(std::string model, fs::path file, WhisperWishes wishes)
      : model_(std::move(model)), file_(std::move(file)), wishes_(wishes) {}
  std::string model_;
  fs::path file_;
  WhisperWishes wishes_;
  mutable std::mutex loading_;
  mutable std::unique_ptr<TranscriberFactory> loaded_;
};

// For episodes whose transcript is given: there is nothing to hear with, and asking says so.
class NoEngine final : public TranscriberFactory {
 public:
  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override { return "none"; }
};

}  // namespace podpromo
