#pragma once

#include <functional>
#include <utility>

#include "speech/align/aligner.hpp"

namespace podpromo {

// Puts words where it is told to.
class FakeAligner final : public Aligner {
 public:
  // Sets the times of the words of a sound that begins at `start_s`.
  using Place = std::function<std::optional<Alignment>(double start_s, std::vector<Word>& words)>;
  explicit FakeAligner(Place place) : place_(std::move(place)) {}
  std::optional<Alignment> align(std::span<const float>, double start_s, std::vector<Word>& words) override {
    return place_(start_s, words);
  }
  std::optional<Alignment> align_once(std::span<const float> samples, double start_s,
                                      std::vector<Word>& words) override {
    return align(samples, start_s, words);
  }

 private:
  Place place_;
};

}  // namespace podpromo
