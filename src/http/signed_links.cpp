#include "http/signed_links.hpp"

#include <sys/random.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/sha256.hpp"

namespace podpromo {

namespace {

// Base64 with the URL-safe alphabet and no padding (RFC 4648, 5).
std::string base64url(std::span<const unsigned char> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace

std::string LinkSigner::signature(std::string_view path, std::string_view expires) const {
  const std::string text = fmt::format("GET\n{}\n{}", path, expires);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), &length);
  return base64url({digest.data(), length});
}

std::string LinkSigner::sign(std::string_view path, std::chrono::seconds life) const {
  const auto expires =
      std::chrono::duration_cast<std::chrono::seconds>((clock_.now() + life).time_since_epoch()).count();
  const std::string text = std::to_string(expires);
  return fmt::format("{}{}exp={}&sig={}", path, path.find('?') == std::string_view::npos ? '?' : '&', text,
                     signature(path, text));
}

LinkState LinkSigner::check(std::string_view path, std::string_view expires, std::string_view given) const {
  const std::string right = signature(path, expires);
  if (given.size() != right.size() || CRYPTO_memcmp(given.data(), right.data(), right.size()) != 0)
    return LinkState::forged;
  long long until = 0;
  std::from_chars(expires.data(), expires.data() + expires.size(), until);
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  return now < until ? LinkState::good : LinkState::expired;
}

void LinkSigner::gave(const EpisodeId& episode) const {
  const auto now = clock_.steady_now();
  const std::lock_guard lock(mutex_);
  std::erase_if(given_, [&](const auto& entry) { return now - entry.second > kLife; });
  given_[episode] = now;
}

bool LinkSigner::may_be_open(const EpisodeId& episode) const {
  const std::lock_guard lock(mutex_);
  const auto it = given_.find(episode);
  return it != given_.end() && clock_.steady_now() - it->second <= kLife;
}

Result<std::string> signing_key(const fs::path& file) {
  if (auto there = read_whole(file, 4096); there && there->size() >= 32) {
    if (::chmod(file.c_str(), 0600) != 0) return failure(system_error("keep the signing key to its owner", errno));
    return there;
  }
  std::array<unsigned char, 32> random{};
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    return failure(system_error("make a signing key", errno));
  std::string key = hex(random);
  PODPROMO_TRY(draft, Draft::begin(file));
  if (::fchmod(draft.descriptor(), 0600) != 0) return failure(system_error("make a signing key", errno));
  PODPROMO_TRY(draft.write(key));
  PODPROMO_TRY(draft.keep());
  return key;
}

}  // namespace podpromo
