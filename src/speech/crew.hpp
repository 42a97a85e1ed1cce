#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "speech/chunk_ear.hpp"

namespace podpromo {

// Several threads, each with an ear of its own, taking the next group of chunks in order until none is left.
struct Crew {
  // Called on each worker's thread; what they return ends the work when it is a failure.
  std::function<Result<std::unique_ptr<ChunkEar>>(const std::stop_token&)> make_ear;
  std::function<Result<GroupWords>(ChunkEar&, std::size_t)> listen_to;
  // Called on the thread that called work(), one group at a time, in the order in which they are finished.
  std::function<Done(std::size_t, GroupWords)> write_down;

  // Returns when every group of `todo` is written down, or with the first failure; all threads have ended then.
  // Fails with cancelled when `stop` is asked for.
  Done work(std::span<const std::size_t> todo, std::size_t workers, const std::stop_token& stop) const;
};

}  // namespace podpromo
