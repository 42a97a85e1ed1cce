#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace podpromo {

// SHA-256 (FIPS 180-4) of bytes that come in pieces. OpenSSL does the work.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  // 64 lower-case hex digits of everything added. Call it once, last.
  std::string finish_hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
// Reads the whole file; fails as reading it does.
Result<std::string> sha256_of_file(const std::filesystem::path& file);
// Two lower-case hex digits a byte.
std::string hex(std::span<const unsigned char> bytes);

}  // namespace podpromo
