#pragma once

#include "base/result.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace podpromo {

// How often a job is tried by itself, and how long it rests before the second try; each further rest is three times as
// long.
struct RetryRules {
  int most_tries = 3;
  std::chrono::milliseconds first_rest{20'000};
};

// Whether a fault may be gone the next time. The others are what they are until somebody does something about them.
bool may_pass(Fault fault);
// How long to rest before the next try, after `tries` that failed, the last with `fault`; nothing to give up.
std::optional<std::chrono::milliseconds> rest_before_retry(Fault fault, int tries, const RetryRules& rules);
// "20 s", "3 minutes".
std::string rest_text(std::chrono::milliseconds rest);

}  // namespace podpromo
