#include "access/secret.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/sha256.hpp"

namespace podpromo {

Result<std::string> new_secret() {
  // As many letters as five bits tell apart, so every byte of chance gives one, evenly.
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<unsigned char, 32> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    return failure(system_error("get random bytes", errno));
  std::string secret;
  for (const unsigned char byte : random) secret += kLetters[byte % kLetters.size()];
  return secret;
}

std::string fingerprint(std::string_view key, std::string_view secret) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(secret.data()),
       secret.size(), digest.data(), &length);
  return hex({digest.data(), length});
}

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace podpromo
