#pragma once

#include "base/result.hpp"
#include "http/gate.hpp"
#include "http/router.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace podpromo {

struct ServerLimits {
  std::uint32_t header_bytes = 16 << 10;
  std::uint64_t small_body_bytes = 1 << 20;  // for routes that don't stream
  std::size_t connections = 4096;
  std::chrono::milliseconds idle{60000};       // between requests, and without a byte in either direction
  std::chrono::milliseconds heartbeat{15000};  // a sign of life on streams of events that have no news
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8000;  // 0 = any free one
  int threads = 2;
  ServerLimits limits = {};
};

// The front door: HTTP/1.1 with strict framing (RFC 9112). Handlers run on its threads and must return quickly.
// A handler that throws is answered with 500 and logged; the server goes on.
class Server {
 public:
  // Listens at once, serves after run(). Fails with conflict when the port is taken, denied when it may not be used.
  // Without a gate everybody may come in.
  static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, const Router& router,
                                                const Gate* gate = nullptr);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  // Serves until stop(); then lets answers under way finish for at most 5 s.
  void run();
  // May be called from any thread, once or more.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace podpromo
