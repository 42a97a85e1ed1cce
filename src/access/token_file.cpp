#include "access/token_file.hpp"

#include <sys/stat.h>

#include <cerrno>

#include <nlohmann/json.hpp>

#include "access/secret.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargestFile = 4096;
constexpr std::size_t kHexDigits = 64;

std::unexpected<Error> damaged(const std::string& detail) {
  return failure(Fault::denied, "the file that knows the access token can't be read",
                 "Make a new token with podpromo token.", detail);
}

}  // namespace

fs::path token_file(const fs::path& folder) { return folder / "access.json"; }

Result<StoredToken> read_token(const fs::path& folder) {
  const auto text = read_whole(token_file(folder), kLargestFile);
  if (!text && text.error().fault == Fault::not_found)
    return failure(Fault::not_found, "no access token was made yet", "Make one with podpromo token.");
  if (!text) return damaged(text.error().detail);
  try {
    const auto token = nlohmann::json::parse(*text).at("token");
    StoredToken stored{token.at("salt"), token.at("hmac_sha256")};
    if (stored.salt.empty() || stored.fingerprint.size() != kHexDigits) return damaged("an empty field");
    return stored;
  } catch (const nlohmann::json::exception& trouble) {
    return damaged(trouble.what());
  }
}

Result<std::string> make_token(const fs::path& folder, const Clock& clock) {
  PODPROMO_TRY(token, new_secret());
  PODPROMO_TRY(salt, new_secret());
  const nlohmann::json kept{
      {"version", 1},
      {"token", {{"salt", salt}, {"hmac_sha256", fingerprint(salt, token)}, {"made_at", rfc3339(clock.now())}}}};
  PODPROMO_TRY(write_private(token_file(folder), kept.dump() + "\n"));
  return token;
}

Done write_private(const fs::path& file, std::string_view bytes) {
  PODPROMO_TRY(draft, Draft::begin(file));
  if (::fchmod(draft.descriptor(), 0600) != 0) return failure(system_error("keep the access token", errno));
  PODPROMO_TRY(draft.write(bytes));
  return draft.keep();
}

}  // namespace podpromo
