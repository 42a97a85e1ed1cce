#include "http/patience.hpp"

#include <algorithm>

namespace podpromo {

Patience Patience::until(Moment end) {
  Patience patience;
  patience.total_ = end;
  return patience;
}

Patience Patience::for_body(const ServerLimits& limits, Moment now) {
  Patience patience = until(now + limits.grace);
  patience.most_silence_ = limits.silence;
  patience.silence_ = now + limits.silence;
  patience.bytes_per_second_ = limits.bytes_per_second;
  return patience;
}

void Patience::moved(std::uint64_t bytes, Moment now) {
  if (!counts()) return;
  bytes_ += bytes;
  silence_ = now + most_silence_;
}

void Patience::spare(std::chrono::nanoseconds time) {
  if (total_ != Moment::max()) total_ += time;
  if (silence_ != Moment::max()) silence_ += time;
}

Patience::Moment Patience::end() const {
  if (!counts()) return total_;
  return std::min(silence_, total_ + std::chrono::milliseconds(bytes_ * 1000 / bytes_per_second_));
}

}  // namespace podpromo
