#include "base/clock.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace podpromo {

std::string rfc3339(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto ms = duration_cast<milliseconds>(time.time_since_epoch()).count() % 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(time)), ms);
}

}  // namespace podpromo
