#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace podpromo {

enum class LinkState { good, forged, expired };

// Links that open one file for a while: path + "?exp=<unix seconds>&sig=<HMAC-SHA256, base64url>". Signed are the
// method (GET, which HEAD is a part of), the path with its episode and file, and the end; nothing of a link can be
// changed, and none opens anything else.
class LinkSigner {
 public:
  // The key is any secret text; 32 random bytes are right.
  LinkSigner(std::string key, const Clock& clock) : key_(std::move(key)), clock_(clock) {}

  // `path` as it will be asked for, percent-encoded.
  std::string sign(std::string_view path, std::chrono::seconds life = kLife) const;
  // Compares in constant time, and says that a link has expired only of those that were ours.
  LinkState check(std::string_view path, std::string_view expires, std::string_view signature) const;

  static constexpr std::chrono::seconds kLife{600};

  // Links to files of this episode are being given out. Any thread may call, as all of these.
  void gave(const EpisodeId& episode) const;
  // Whether one that was given out in this life of the server may still be open.
  bool may_be_open(const EpisodeId& episode) const;

 private:
  std::string signature(std::string_view path, std::string_view expires) const;
  std::string key_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::map<EpisodeId, std::chrono::steady_clock::time_point> given_;  // when the last one was
};

// The key kept in `file`, made from the kernel's random source when it isn't there. The file is for its owner's eyes
// only afterwards, also when somebody has opened it to others.
Result<std::string> signing_key(const fs::path& file);

}  // namespace podpromo
