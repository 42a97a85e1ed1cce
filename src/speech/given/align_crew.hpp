#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/result.hpp"
#include "speech/align/aligner.hpp"

namespace podpromo {

// Several threads with an aligner of English each, kept between pieces of work.
class AlignCrew {
 public:
  // Nothing when the aligner isn't installed. `workers` 0 means one per core.
  static std::optional<AlignCrew> open(int workers);

  using Task = std::function<Done(Aligner&, std::size_t)>;
  // Runs `task` for 0…count-1, each once, on any thread in any order, and tells how many are done on the calling one.
  // Returns when all threads have ended: with the first failure, or with cancelled when `stop` was asked for.
  Done work(std::size_t count, const Task& task, const std::function<void(std::size_t)>& told,
            const std::stop_token& stop);

 private:
  explicit AlignCrew(std::vector<std::unique_ptr<Aligner>> aligners) : aligners_(std::move(aligners)) {}
  std::vector<std::unique_ptr<Aligner>> aligners_;  // null until its thread needs it
};

}  // namespace podpromo
