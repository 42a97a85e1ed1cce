#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The names this server may be asked for by. A web page can have its own name point to this machine and then read what
// it likes, for the browser takes both for one site (DNS rebinding); the name it sends gives it away. An address in
// figures has no name that could point elsewhere, so all of them are fine, and so is localhost.
class AllowedHosts {
 public:
  AllowedHosts() = default;
  // `more` are names, separated by commas or spaces; ".example.org" stands for every name below example.org. Fails with
  // bad_request when one is no name.
  static Result<AllowedHosts> parse(std::string_view more);

  // `host` as it stands in the Host header, with a port or without.
  bool allow(std::string_view host) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace podpromo
