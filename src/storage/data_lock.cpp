#include "storage/data_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <thread>

namespace podpromo {

namespace {

using std::chrono::steady_clock;

// Whether the lock could be had before `until`. There is no signal to wait for, so it asks again now and then.
Result<bool> lock_before(const FileDescriptor& file, steady_clock::time_point until) {
  while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return failure(system_error("lock the data folders", errno));
    if (steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

std::optional<std::chrono::system_clock::time_point> changed_at(const fs::path& file) {
  struct stat facts{};
  if (::stat(file.c_str(), &facts) != 0) return std::nullopt;
  return std::chrono::system_clock::from_time_t(facts.st_mtime);
}

}  // namespace

Result<DataLock> DataLock::take(const DataFolders& folders, std::chrono::milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  DataLock lock;
  const bool one_folder = folders.uploads.lexically_normal() == folders.outputs.lexically_normal();
  for (const fs::path& place : folders.locks()) {
    PODPROMO_TRY(make_folder(place.parent_path()));
    if (const auto before = changed_at(place); before > lock.alive_before_) lock.alive_before_ = before;
    FileDescriptor file(::open(place.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file) return failure(system_error("lock the data folders", errno));
    PODPROMO_TRY(ours, lock_before(file, until));
    if (!ours)
      return failure(Fault::conflict, "another PodPromo server is running on the same data folders",
                     "Stop it first, or give this one folders of its own with UPLOAD_DIR and OUTPUT_DIR.");
    lock.files_.push_back(std::move(file));
    if (one_folder) break;
  }
  return lock;
}

bool DataLock::is_held(const DataFolders& folders) {
  return std::ranges::any_of(folders.locks(), [](const fs::path& place) {
    const FileDescriptor file(::open(place.c_str(), O_RDONLY | O_CLOEXEC));
    return file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  });
}

void DataLock::is_alive() const {
  for (const FileDescriptor& file : files_) ::futimens(file.get(), nullptr);
}

}  // namespace podpromo
