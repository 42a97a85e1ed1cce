#pragma once

#include "access/access.hpp"
#include "http/allowed_hosts.hpp"
#include "http/gate.hpp"

#include <string_view>

namespace podpromo {

// The gate of the server: 421 for a host that isn't ours, 403 for a change that another site's page wants, and, where a
// token is asked for, 401 or 429 for what shows neither cookie nor token.
class FrontGate final : public Gate {
 public:
  // Without `access` nobody needs to sign in. It outlives the gate.
  FrontGate(AllowedHosts hosts, Access* access) : hosts_(std::move(hosts)), access_(access) {}

  std::optional<Response> refuse(const Request& request) const override;

 private:
  AllowedHosts hosts_;
  Access* access_;
};

// Whether `path` may be asked for without signing in: the page, signing in itself, how the server is, and files by
// their signed links. Whatever may turn out to be the API when it is decoded is not.
bool is_open_to_all(std::string_view path);

}  // namespace podpromo
