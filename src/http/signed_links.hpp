#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"
#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace podpromo {

// Links that open one file for a while: path + "?exp=<unix seconds>&sig=<HMAC-SHA256 of path and exp, base64url>".
class LinkSigner {
 public:
  // The key is any secret text; 32 random bytes are right.
  LinkSigner(std::string key, const Clock& clock) : key_(std::move(key)), clock_(clock) {}

  // `path` as it will be asked for, percent-encoded.
  std::string sign(std::string_view path, std::chrono::seconds life = kLife) const;
  // Fails with denied when the signature is another path's or the time is over. Compares in constant time.
  Done check(std::string_view path, std::string_view expires, std::string_view signature) const;

  static constexpr std::chrono::seconds kLife{600};

 private:
  std::string signature(std::string_view path, std::string_view expires) const;
  std::string key_;
  const Clock& clock_;
};

// The key kept in `file` (readable by its owner only), made from the kernel's random source when it isn't there.
Result<std::string> signing_key(const fs::path& file);

}  // namespace podpromo
