#pragma once

#include <whisper.h>

#include <memory>
#include <mutex>

#include "base/durable.hpp"
#include "base/result.hpp"

namespace podpromo {

struct FreeWhisper {
  void operator()(whisper_context* context) const { whisper_free(context); }
  void operator()(whisper_state* state) const { whisper_free_state(state); }
  void operator()(whisper_vad_context* context) const { whisper_vad_free(context); }
};
using WhisperContext = std::unique_ptr<whisper_context, FreeWhisper>;
using WhisperState = std::unique_ptr<whisper_state, FreeWhisper>;
using WhisperVoice = std::unique_ptr<whisper_vad_context, FreeWhisper>;

// whisper.cpp reports everything to stderr by itself; from here on it goes to our log, at level trace.
void quiet_whisper();

// Two contexts over the same weights. whisper.cpp gives token times by cross attention only without flash attention,
// which costs a fifth more, so that context is loaded when the first chunk asks for it.
class WhisperModel {
 public:
  static Result<std::shared_ptr<const WhisperModel>> load(const fs::path& file);

  whisper_context* plain() const { return plain_.get(); }
  // Fails with missing_model when the file went away meanwhile.
  Result<whisper_context*> with_times() const;
  // How many languages have a token; 0 for a model of English only.
  int languages() const;

 private:
  WhisperModel(fs::path file, WhisperContext plain) : file_(std::move(file)), plain_(std::move(plain)) {}
  fs::path file_;
  WhisperContext plain_;
  mutable std::mutex loading_;
  mutable WhisperContext with_times_;
};

}  // namespace podpromo
