#include "upload/growing_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace podpromo {

namespace {

constexpr std::uint64_t kWriteOutEvery = std::uint64_t{8} << 20;
constexpr std::size_t kCopyAtOnce = std::size_t{16} << 20;

Result<std::uint64_t> size_of(const FileDescriptor& file, const std::string& name) {
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return failure(system_error("read " + name, errno));
  return static_cast<std::uint64_t>(facts.st_size);
}

}  // namespace

Result<GrowingFile> GrowingFile::make(const fs::path& file) {
  FileDescriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!made && errno == EEXIST) return failure(Fault::conflict, "there is an upload of this name already");
  if (!made) return failure(system_error("write the upload", errno));
  return GrowingFile(std::move(made), file.filename().string(), 0);
}

Result<GrowingFile> GrowingFile::open(const fs::path& file) {
  FileDescriptor opened(::open(file.c_str(), O_RDWR | O_CLOEXEC));
  if (!opened) return failure(system_error("read the upload", errno));
  PODPROMO_TRY(size, size_of(opened, file.filename().string()));
  if (::fdatasync(opened.get()) != 0) return failure(system_error("save the upload", errno));
  return GrowingFile(std::move(opened), file.filename().string(), size);
}

Done GrowingFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure(system_error("keep the upload", errno));
    size_ += static_cast<std::uint64_t>(wrote);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  write_out_early();
  return {};
}

// Begins to write and doesn't wait; whether it worked is what sync() says.
void GrowingFile::write_out_early() {
  if (size_ - written_out_ < kWriteOutEvery) return;
  ::sync_file_range(file_.get(), static_cast<off_t>(written_out_), static_cast<off_t>(size_ - written_out_),
                    SYNC_FILE_RANGE_WRITE);
  written_out_ = size_;
}

Done GrowingFile::append_file(const fs::path& other, const std::stop_token& stop) {
  const FileDescriptor from(::open(other.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from) return failure(system_error("read a part of the upload", errno));
  while (!stop.stop_requested()) {
    auto to = static_cast<off_t>(size_);
    const ssize_t copied = ::copy_file_range(from.get(), nullptr, file_.get(), &to, kCopyAtOnce, 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied < 0) return failure(system_error("join the parts of the upload", errno));
    if (copied == 0) return {};
    size_ += static_cast<std::uint64_t>(copied);
    write_out_early();
  }
  return failure(Fault::cancelled, "joining the parts was stopped");
}

Done GrowingFile::sync() {
  if (::fdatasync(file_.get()) == 0) {
    synced_ = size_;
    return {};
  }
  const Error trouble = system_error("save the upload", errno);
  // The kernel reports lost pages once; the next sync would call them saved.
  if (::ftruncate(file_.get(), static_cast<off_t>(synced_)) == 0) size_ = written_out_ = synced_;
  return failure(trouble);
}

Done GrowingFile::cut_to(std::uint64_t size) {
  if (::ftruncate(file_.get(), static_cast<off_t>(size)) != 0)
    return failure(system_error("take back a part of the upload", errno));
  size_ = size;
  written_out_ = std::min(written_out_, size);
  synced_ = std::min(synced_, size);
  return sync();
}

Result<std::string> GrowingFile::beginning(std::size_t count) const {
  std::string bytes(count, '\0');
  const ssize_t got = ::pread(file_.get(), bytes.data(), bytes.size(), 0);
  if (got < 0) return failure(system_error("read the upload", errno));
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace podpromo
