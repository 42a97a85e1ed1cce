#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "speech/transcriber.hpp"

namespace podpromo {

// Hears whatever it is told to, by chunk.
class FakeTranscriber final : public Transcriber {
 public:
  using Hear = std::function<Result<HeardChunk>(const SpeechChunk&)>;
  explicit FakeTranscriber(Hear hear) : hear_(std::move(hear)) {}
  Result<HeardChunk> hear(std::span<const float>, const SpeechChunk& chunk, const std::string&) override {
    return hear_(chunk);
  }

 private:
  Hear hear_;
};

}  // namespace podpromo
