#include "access/proven.hpp"

#include <algorithm>

#include "access/secret.hpp"

namespace podpromo {

Proven& Proven::tokens_of_this_thread() {
  thread_local Proven tokens;
  return tokens;
}

Proven& Proven::cookies_of_this_thread() {
  thread_local Proven cookies;
  return cookies;
}

bool Proven::holds(std::string_view secret, std::uint64_t generation, Time now) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.generation == generation && now < entry.end && same_secret({entry.bytes.data(), entry.size}, secret);
  });
}

void Proven::keep(std::string_view secret, std::uint64_t generation, Time end) {
  if (secret.size() > kLongest) return;
  Entry& entry = entries_[next_++ % entries_.size()];
  std::ranges::copy(secret, entry.bytes.begin());
  entry.size = secret.size();
  entry.generation = generation;
  entry.end = end;
}

}  // namespace podpromo
