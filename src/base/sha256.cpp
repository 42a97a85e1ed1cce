#include "base/sha256.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/file_descriptor.hpp"

namespace podpromo {

std::string Sha256::finish_hex() {
  const std::string sum = sum_.finish();
  return hex({reinterpret_cast<const unsigned char*>(sum.data()), sum.size()});
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.finish_hex();
}

Result<std::string> sha256_of_file(const std::filesystem::path& file) {
  const FileDescriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in) return failure(system_error("read the file", errno));
  Sha256 sum;
  std::vector<char> block(1 << 20);
  for (;;) {
    const ssize_t got = ::read(in.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(system_error("read the file", errno));
    if (got == 0) return sum.finish_hex();
    sum.add({block.data(), static_cast<std::size_t>(got)});
  }
}

std::string hex(std::span<const unsigned char> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace podpromo
