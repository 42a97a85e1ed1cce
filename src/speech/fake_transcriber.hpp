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
  // Sets the times of words that are said in a chunk, or gives false.
  using Place = std::function<bool(const SpeechChunk&, std::vector<Word>&)>;
  explicit FakeTranscriber(Hear hear, Place place = {}) : hear_(std::move(hear)), place_(std::move(place)) {}
  Result<HeardChunk> hear(std::span<const float>, const SpeechChunk& chunk, const std::string&) override {
    return hear_(chunk);
  }
  Result<bool> place(std::span<const float>, const SpeechChunk& chunk, const std::string&,
                     std::vector<Word>& words) override {
    return place_ && place_(chunk, words);
  }

 private:
  Hear hear_;
  Place place_;
};

}  // namespace podpromo
