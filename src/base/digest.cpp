#include "base/digest.hpp"

#include <array>

#include <openssl/evp.h>

namespace podpromo {

struct Digest::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  explicit State(DigestKind kind) {
    EVP_DigestInit_ex(context, kind == DigestKind::sha1 ? EVP_sha1() : EVP_sha256(), nullptr);
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Digest::Digest(DigestKind kind) : state_(std::make_unique<State>(kind)) {}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::add(std::string_view bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }

std::string Digest::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(state_->context, sum.data(), &size);
  return {reinterpret_cast<const char*>(sum.data()), size};
}

}  // namespace podpromo
