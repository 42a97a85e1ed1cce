#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace podpromo {

enum class DigestKind { sha1, sha256 };

// A sum over bytes that come in pieces; OpenSSL does the work. SHA-1 is for protocols that offer it against accidents;
// it proves nothing.
class Digest {
 public:
  explicit Digest(DigestKind kind);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void add(std::string_view bytes);
  // The sum's bytes, 20 or 32, of everything added. Call it once, last.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podpromo
