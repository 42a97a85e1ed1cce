#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"
#include "base/result.hpp"

#include <string>

namespace podpromo {

// What is kept of a token that PodPromo made: its fingerprint under a salt of its own. The token itself is nowhere.
struct StoredToken {
  std::string salt;
  std::string fingerprint;

  bool operator==(const StoredToken&) const = default;
};

// <folder>/access.json, readable by its owner only.
fs::path token_file(const fs::path& folder);
// Fails with not_found when no token was made yet, denied when the file can't be read or makes no sense.
Result<StoredToken> read_token(const fs::path& folder);
// Makes a token in the place of the one before and returns it; it can't be had a second time.
Result<std::string> make_token(const fs::path& folder, const Clock& clock);

// Puts `bytes` into `file` as write_durably() does, for its owner's eyes only.
Done write_private(const fs::path& file, std::string_view bytes);

}  // namespace podpromo
