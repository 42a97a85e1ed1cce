#include "access/slowing.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace podpromo {

namespace {

using std::chrono::seconds;

constexpr int kFreeFailures = 4;
constexpr seconds kLongestWait{300};
constexpr std::chrono::minutes kForgotten{15};

seconds wait_after(int failures) {
  if (failures <= kFreeFailures) return seconds(0);
  return std::min(kLongestWait, seconds(1LL << std::min(failures - kFreeFailures - 1, 20)));
}

// An IPv4 address is itself, also when it comes as IPv6; of an IPv6 address the first eight bytes count.
std::string network_of(std::string_view peer) {
  std::string text(peer.substr(0, peer.find('%')));
  in6_addr address{};
  if (::inet_pton(AF_INET6, text.c_str(), &address) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&address)) return text.substr(text.rfind(':') + 1);
  return {reinterpret_cast<const char*>(&address), 8};
}

}  // namespace

Guess Slowing::attempt(std::string_view peer, Time now, const std::function<bool()>& is_right) {
  const std::scoped_lock lock(mutex_);
  const std::string name = room_for(network_of(peer), now);
  const auto found = records_.find(name);
  if (found != records_.end() && now < found->second.free_at)
    return {.right = false, .wait = std::chrono::ceil<seconds>(found->second.free_at - now)};
  if (is_right()) {
    if (found != records_.end()) records_.erase(found);
    return {.right = true};
  }
  Record& record = records_[name];
  if (now - record.free_at > kForgotten) record.failures = 0;
  record.free_at = now + wait_after(++record.failures);
  return {};
}

bool Slowing::calm() const {
  const std::scoped_lock lock(mutex_);
  return records_.empty();
}

std::string Slowing::room_for(const std::string& peer, Time now) {
  if (records_.size() < kMostPeers || records_.contains(peer)) return peer;
  std::erase_if(records_, [now](const auto& entry) { return now - entry.second.free_at > kForgotten; });
  return records_.size() < kMostPeers ? peer : "everybody else";
}

}  // namespace podpromo
