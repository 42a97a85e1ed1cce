#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace podpromo {

// SHA-256 (FIPS 180-4) of bytes that come in pieces, as text.
class Sha256 {
 public:
  void add(std::string_view bytes) { sum_.add(bytes); }
  // 64 lower-case hex digits of everything added. Call it once, last.
  std::string finish_hex();

 private:
  Digest sum_{DigestKind::sha256};
};

std::string sha256_hex(std::string_view bytes);
// Reads the whole file; fails as reading it does.
Result<std::string> sha256_of_file(const std::filesystem::path& file);
// Two lower-case hex digits a byte.
std::string hex(std::span<const unsigned char> bytes);

}  // namespace podpromo
