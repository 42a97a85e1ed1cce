#pragma once

#include "base/result.hpp"
#include "http/gate.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace podpromo {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8000;  // 0 = any free one
  int threads = 0;            // that serve connections; 0 = one for each core this process may use
  ServerLimits limits = {};
};

// The front door: HTTP/1.1 with strict framing (RFC 9112). Connections are served by one thread a core, each with its
// own; handlers that may wait, and bodies on their way to the disk, have threads of their own, so that nobody waits for
// another's. A handler that throws is answered with 500 and logged; the server goes on.
class Server {
 public:
  // Listens at once, serves after run(). Fails with conflict when the port is taken, denied when it may not be used.
  // Raises this process's limit of open descriptors as far as it may.
  // Without a gate everybody may come in.
  static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, const Router& router,
                                                const Gate* gate = nullptr);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  // Serves until stop(); then lets answers under way finish, for as long as the limits say.
  void run();
  // May be called from any thread, once or more.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace podpromo
