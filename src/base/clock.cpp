#include "base/clock.hpp"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace podpromo {

std::chrono::system_clock::time_point unix_time(std::int64_t milliseconds) {
  static constexpr std::int64_t kFurthest = 9'000'000'000'000;
  return std::chrono::system_clock::time_point(
      std::chrono::milliseconds(std::clamp(milliseconds, -kFurthest, kFurthest)));
}

std::string rfc3339(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  // Down, not towards 1970, so that earlier times have a fraction from 0 to 999 too.
  const auto second = floor<seconds>(time);
  const auto ms = floor<milliseconds>(time - second).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(second)), ms);
}

}  // namespace podpromo
