#include "models/byte_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace podpromo {

namespace {

constexpr std::size_t kWindowBytes = 1 << 16;

}  // namespace

std::unexpected<Error> damaged_model(std::string what) {
  return failure(Fault::bad_request, "the model is damaged or not whole", "Get it again and import the new copy.",
                 std::move(what));
}

Result<ByteFile> ByteFile::open(const fs::path& file) {
  // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
  FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts{};
  if (!descriptor || ::fstat(descriptor.get(), &facts) != 0)
    return failure(system_error("read " + file.filename().string(), errno));
  if (!S_ISREG(facts.st_mode))
    return failure(Fault::bad_request, file.filename().string() + " is not a file", "Give the file of a model.");
  return ByteFile(std::move(descriptor), static_cast<std::uint64_t>(facts.st_size));
}

Done ByteFile::read_at(std::uint64_t offset, std::span<char> bytes) const {
  if (offset > size_ || bytes.size() > size_ - offset) return damaged_model("it ends before its content does");
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got =
        ::pread(descriptor_.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(system_error("read the model", errno));
    if (got == 0) return damaged_model("it became shorter while it was read");
    have += static_cast<std::size_t>(got);
  }
  return {};
}

Done ByteCursor::skip(std::uint64_t count) {
  if (count > left()) return damaged_model("a length points past its end");
  position_ += count;
  return {};
}

Result<std::string> ByteCursor::text(std::size_t count) {
  if (count > left()) return damaged_model("a length points past its end");
  std::string bytes(count, '\0');
  PODPROMO_TRY(take(bytes));
  return bytes;
}

Done ByteCursor::take(std::span<char> bytes) {
  while (!bytes.empty()) {
    if (position_ < window_start_ || position_ >= window_start_ + window_.size()) PODPROMO_TRY(fill());
    const auto from = static_cast<std::size_t>(position_ - window_start_);
    const std::size_t count = std::min(bytes.size(), window_.size() - from);
    std::copy_n(window_.begin() + static_cast<std::ptrdiff_t>(from), count, bytes.begin());
    bytes = bytes.subspan(count);
    position_ += count;
  }
  return {};
}

Done ByteCursor::fill() {
  if (left() == 0) return damaged_model("it ends before its content does");
  window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindowBytes, left())));
  window_start_ = position_;
  return file_->read_at(window_start_, window_);
}

Result<FileDescriptor> create_scratch(const fs::path& file) {
  FileDescriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!made) return failure(system_error("write " + file.filename().string(), errno));
  return made;
}

Done append(const FileDescriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure(system_error("write the model", errno));
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

}  // namespace podpromo
