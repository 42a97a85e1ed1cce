#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace podpromo {

// What came of an attempt. While `wait` is above zero the secret was not even looked at.
struct Guess {
  bool right = false;
  std::chrono::seconds wait{0};
};

// Makes guessing slow, for each peer by itself: four wrong attempts are free, then each doubles the wait, from one
// second to five minutes. A quarter of an hour after the last wait all is forgotten, and a right attempt forgets at
// once. An IPv6 peer is its /64 network, for that is what one machine has to itself. May be used from many threads.
class Slowing {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Calls `is_right` unless the peer has to wait. Attempts are looked at one after another, so that many at once are
  // not cheaper than as many in a row.
  Guess attempt(std::string_view peer, Time now, const std::function<bool()>& is_right);

  // Nobody's attempts have failed lately.
  bool calm() const;

  // More peers than this share one record, so that memory stays small and none of them is quick.
  static constexpr std::size_t kMostPeers = 4096;

 private:
  struct Record {
    int failures = 0;
    Time free_at;
  };
  std::string room_for(const std::string& peer, Time now);

  mutable std::mutex mutex_;
  std::map<std::string, Record> records_;
};

}  // namespace podpromo
