#include "storage/folder_probe.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::size_t kProbeBytes = 4096;

fs::path probe_name(const fs::path& folder) {
  static std::atomic<unsigned> counter{0};
  return folder / fmt::format(".podpromo-probe.{}-{}.draft", ::getpid(), counter.fetch_add(1));
}

// The file goes with its owner, however the probe ends.
struct Probe {
  explicit Probe(const fs::path& folder)
      : path(probe_name(folder)), file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
  ~Probe() {
    if (file) ::unlink(path.c_str());
  }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  fs::path path;
  FileDescriptor file;
};

Error refused(int error_number) { return system_error("write to this folder", error_number); }

// The folder itself, or the nearest name above it that is taken, if only by a link to nowhere.
fs::path nearest_existing(const fs::path& folder) {
  fs::path place = folder.empty() ? fs::path(".") : folder;
  for (struct stat facts{}; ::lstat(place.c_str(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR);) {
    // "a/" is above "a" by name only.
    const fs::path above = place.has_filename() ? place.parent_path() : place.parent_path().parent_path();
    place = above.empty() ? fs::path(".") : above;
  }
  return place;
}

// Some file systems don't count.
std::uint64_t free_bytes(const struct statvfs& space) {
  if (space.f_blocks == 0) return std::numeric_limits<std::uint64_t>::max();
  return std::uint64_t{space.f_bavail} * space.f_frsize;
}

std::uint64_t free_files(const struct statvfs& space) {
  return space.f_files == 0 ? std::numeric_limits<std::uint64_t>::max() : space.f_favail;
}

}  // namespace

Done probe_folder(const fs::path& folder) {
  const Probe probe(folder);
  if (!probe.file) return failure(refused(errno));
  std::array<char, kProbeBytes> bytes{};
  bytes.fill('p');
  const auto wrote = ::pwrite(probe.file.get(), bytes.data(), bytes.size(), 0);
  if (wrote < 0) return failure(refused(errno));
  if (static_cast<std::size_t>(wrote) != bytes.size()) return failure(refused(ENOSPC));
  if (::fsync(probe.file.get()) != 0) return failure(refused(errno));
  std::array<char, kProbeBytes> again{};
  if (::pread(probe.file.get(), again.data(), again.size(), 0) != wrote || again != bytes)
    return failure(Fault::internal, "what was written to this folder can't be read back",
                   "Check the disk; its file system may be damaged.");
  return {};
}

Result<FolderFacts> look_at_folder(const fs::path& folder) {
  FolderFacts facts;
  facts.nearest = nearest_existing(folder);
  struct stat file{};
  struct statvfs space{};
  if (::stat(facts.nearest.c_str(), &file) != 0 || ::statvfs(facts.nearest.c_str(), &space) != 0) {
    if (errno == ENOENT) return facts;
    return failure(system_error("look at this folder", errno));
  }
  std::error_code unknown;
  facts.there = facts.nearest == folder || fs::exists(folder, unknown);
  facts.is_folder = S_ISDIR(file.st_mode);
  facts.may_write = facts.is_folder && ::access(facts.nearest.c_str(), W_OK | X_OK) == 0;
  facts.free_bytes = free_bytes(space);
  facts.free_files = free_files(space);
  facts.device = file.st_dev;
  facts.owner = file.st_uid;
  facts.permissions = file.st_mode & 07777U;
  return facts;
}

fs::path real_place(const fs::path& path) {
  std::error_code unknown;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, unknown), unknown);
  const fs::path place = unknown ? path.lexically_normal() : real;
  // A slash at the end is no other place.
  return place.has_filename() ? place : place.parent_path();
}

bool lies_within(const fs::path& inner, const fs::path& outer) {
  return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

}  // namespace podpromo
