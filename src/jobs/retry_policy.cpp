#include "jobs/retry_policy.hpp"

#include <fmt/format.h>

namespace podpromo {

bool may_pass(Fault fault) {
  switch (fault) {
    case Fault::unavailable:
    case Fault::timed_out:
    case Fault::no_space:
    case Fault::internal: return true;
    case Fault::bad_request:
    case Fault::not_found:
    case Fault::conflict:
    case Fault::too_large:
    case Fault::unsupported_media:
    case Fault::unreadable_media:
    case Fault::missing_model:
    case Fault::too_many:
    case Fault::denied:
    case Fault::cancelled: return false;
  }
  return false;
}

std::optional<std::chrono::milliseconds> rest_before_retry(Fault fault, int tries, const RetryRules& rules) {
  if (!may_pass(fault) || tries >= rules.most_tries) return std::nullopt;
  std::chrono::milliseconds rest = rules.first_rest;
  for (int again = 1; again < tries; ++again) rest *= 3;
  return rest;
}

std::string rest_text(std::chrono::milliseconds rest) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(rest).count();
  if (seconds < 120) return fmt::format("{} s", seconds);
  return fmt::format("{} minutes", (seconds + 59) / 60);
}

}  // namespace podpromo
