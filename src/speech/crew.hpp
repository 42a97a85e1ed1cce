#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "speech/chunk_ear.hpp"

namespace podpromo {

// How many threads work when `wanted` are asked for: 0 means one per core.
std::size_t worker_count(int wanted);

// Several threads, each with an ear of its own, taking the next group of chunks in order until none is left.
struct Crew {
  // Called on each worker's thread; what they return ends the work when it is a failure.
  std::function<Result<std::unique_ptr<ChunkEar>>(const std::stop_token&)> make_ear;
  // Tells now and then how much of the group, 0…1, it has done.
  std::function<Result<GroupWords>(ChunkEar&, std::size_t, const Advanced&)> listen_to;
  // Called on the thread that called work(), as is the next, with what a worker told about its group.
  std::function<void(std::size_t, double)> advanced;
  // One group at a time, in the order in which they are finished.
  std::function<Done(std::size_t, GroupWords)> write_down;

  // Returns when every group of `todo` is written down, or with the first failure; all threads have ended then.
  // Fails with cancelled when `stop` is asked for.
  Done work(std::span<const std::size_t> todo, std::size_t workers, const std::stop_token& stop) const;
};

}  // namespace podpromo
