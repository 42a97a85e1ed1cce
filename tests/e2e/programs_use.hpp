#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace podpromo {

// Looks every few milliseconds at how much memory all programs started by these tests hold together, and theirs.
class PeakMemory {
 public:
  PeakMemory();

  // The most it has seen so far, in bytes.
  std::uint64_t bytes() const { return peak_; }

 private:
  std::atomic<std::uint64_t> peak_ = 0;
  std::jthread looking_;
};

// Seconds of the processor's time that all programs started by these tests have used so far, also those that ended.
double processor_seconds();

}  // namespace podpromo
