#pragma once

#include "http/limits.hpp"

#include <chrono>
#include <cstdint>

namespace podpromo {

// How long a client may still take for what it is doing. Bytes that move buy time only at the least speed there is, so
// one byte now and then keeps nothing open.
class Patience {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Without an end, for work of our own.
  Patience() = default;
  static Patience until(Moment end);
  // For a body that begins `now`.
  static Patience for_body(const ServerLimits& limits, Moment now);

  // Whether bytes count at all.
  bool counts() const { return bytes_per_second_ != 0; }
  void moved(std::uint64_t bytes, Moment now);
  // The client is not to blame for this time.
  void spare(std::chrono::nanoseconds time);
  Moment end() const;

 private:
  Moment total_ = Moment::max();    // without the bytes that moved
  Moment silence_ = Moment::max();  // the next byte comes before this
  std::chrono::milliseconds most_silence_{0};
  std::uint64_t bytes_ = 0;
  std::uint64_t bytes_per_second_ = 0;
};

}  // namespace podpromo
