#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace podpromo {

// How much of everything one client gets, and all of them together.
struct ServerLimits {
  using Time = std::chrono::milliseconds;

  std::size_t header_bytes = 16 << 10;  // the request line included
  std::size_t target_bytes = 12 << 10;  // the address within it
  std::size_t header_fields = 100;
  std::uint64_t small_body_bytes = 1 << 20;  // for routes that don't stream
  std::size_t connections = 16384;           // of all clients; never more than the system gives descriptors

  Time idle{60000};  // between requests
  Time head{10000};  // from the first byte of a request's head to its last, however they trickle
  // Bodies in either direction: no silence longer than this, and after the grace not slower than that on the whole.
  Time silence{60000};
  Time grace{30000};
  std::uint64_t bytes_per_second = 1024;

  Time heartbeat{15000};  // a sign of life on streams of events without news
  Time drain{5000};       // for answers under way when the server stops
};

}  // namespace podpromo
