#include "media/scratch_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>

namespace podpromo {

namespace {

constexpr std::string_view kPrefix = "podpromo-scratch-";

// The folder, locked; nothing when it isn't ours, is gone, or has an owner who lives.
std::optional<FileDescriptor> locked(const fs::path& folder) {
  FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts{};
  if (!opened || ::fstat(opened.get(), &facts) != 0 || facts.st_uid != ::geteuid()) return std::nullopt;
  if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  // Who swept here a moment ago had the lock before us and has deleted the folder.
  if (::fstat(opened.get(), &facts) != 0 || facts.st_nlink == 0) return std::nullopt;
  return opened;
}

}  // namespace

Result<ScratchFolder> ScratchFolder::make() {
  sweep();
  std::error_code error;
  const std::string pattern = (fs::temp_directory_path(error) / kPrefix).string() + "XXXXXX";
  if (error) return failure(system_error("find the folder for temporary files", error.value()));
  for (int tries = 0; tries < 10; ++tries) {
    std::string name = pattern;
    if (::mkdtemp(name.data()) == nullptr) return failure(system_error("make a temporary folder", errno));
    // Somebody who sweeps may have taken it for a dead one's before it was locked.
    if (auto held = locked(name)) return ScratchFolder(fs::path(name), *std::move(held));
  }
  return failure(Fault::internal, "no temporary folder could be kept", "Try again.");
}

void ScratchFolder::sweep() {
  std::error_code error;
  const fs::path place = fs::temp_directory_path(error);
  for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error)) {
    if (!it->path().filename().string().starts_with(kPrefix)) continue;
    std::error_code ignored;
    if (const auto abandoned = locked(it->path())) fs::remove_all(it->path(), ignored);
  }
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace podpromo
