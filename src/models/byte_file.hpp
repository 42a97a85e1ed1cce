#pragma once

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace podpromo {

static_assert(std::endian::native == std::endian::little, "weights are read and written as they lie in memory");

// What every reader here says of a file that lies about itself; `what` goes to the log.
std::unexpected<Error> damaged_model(std::string what);

// A file to read at any place. Nobody's claim about its length is believed but the system's.
class ByteFile {
 public:
  // Fails as opening does, and with bad_request when it isn't a regular file.
  static Result<ByteFile> open(const fs::path& file);

  std::uint64_t size() const { return size_; }
  // Fills `bytes` from `offset`; fails with bad_request when the file ends before.
  Done read_at(std::uint64_t offset, std::span<char> bytes) const;

 private:
  ByteFile(FileDescriptor descriptor, std::uint64_t size) : descriptor_(std::move(descriptor)), size_(size) {}
  FileDescriptor descriptor_;
  std::uint64_t size_;
};

// Reads a ByteFile from front to back in small pieces, through a window so that each isn't a system call.
class ByteCursor {
 public:
  explicit ByteCursor(const ByteFile& file) : file_(&file) {}

  std::uint64_t position() const { return position_; }
  std::uint64_t left() const { return file_->size() - position_; }
  Done skip(std::uint64_t count);
  Result<std::string> text(std::size_t count);
  template <typename Number>
  Result<Number> number() {
    static_assert(std::is_trivially_copyable_v<Number>);
    std::array<char, sizeof(Number)> raw{};
    PODPROMO_TRY(take(raw));
    return std::bit_cast<Number>(raw);
  }

 private:
  Done take(std::span<char> bytes);
  Done fill();

  const ByteFile* file_;
  std::uint64_t position_ = 0;
  std::vector<char> window_;
  std::uint64_t window_start_ = 0;
};

// A file to be written from its beginning and thrown away or put in place later: it is not durable by itself.
Result<FileDescriptor> create_scratch(const fs::path& file);
// Writes all of `bytes` where `file` stands; fails with no_space and the like.
Done append(const FileDescriptor& file, std::string_view bytes);

template <typename Values>
std::string_view as_bytes_view(const Values& values) {
  static_assert(std::is_trivially_copyable_v<typename Values::value_type>);
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(typename Values::value_type)};
}

}  // namespace podpromo
