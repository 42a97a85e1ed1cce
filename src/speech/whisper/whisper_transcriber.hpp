#pragma once

#include <memory>
#include <vector>

#include "speech/transcriber.hpp"
#include "speech/whisper/whisper_model.hpp"

namespace podpromo {

// One worker's ear by whisper.cpp. Keeps a decoder state per context, made when it is first needed.
class WhisperTranscriber final : public Transcriber {
 public:
  explicit WhisperTranscriber(std::shared_ptr<const WhisperModel> model) : model_(std::move(model)) {}

  Result<HeardChunk> hear(std::span<const float> samples, const SpeechChunk& chunk,
                          const std::string& language) override;
  // With a beam and what else whisper.cpp does about doubtful text, but without times.
  Result<HeardChunk> hear_carefully(std::span<const float> samples, const SpeechChunk& chunk,
                                    const std::string& language);
  void stop_with(const std::stop_token& stop) override { stop_ = stop; }

 private:
  struct Pass;
  Result<std::string> likeliest_language(std::span<const float> samples) const;
  Result<std::string> language_or_found(std::span<const float> samples, const std::string& language);
  Result<Pass> decode(whisper_context* context, whisper_state* state, std::span<const float> samples,
                      whisper_full_params parameters);
  Result<Pass> first_try(whisper_context* context, std::span<const float> samples, const std::string& language);
  Result<Pass> careful_try(whisper_context* context, std::span<const float> samples, const std::string& language);
  Result<whisper_context*> context_for(const std::string& language) const;
  whisper_full_params parameters(whisper_sampling_strategy strategy, const std::string& language) const;

  std::shared_ptr<const WhisperModel> model_;
  WhisperState plain_state_;
  WhisperState timed_state_;
  std::stop_token stop_;
};

}  // namespace podpromo
