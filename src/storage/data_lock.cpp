#include "storage/data_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace podpromo {

Result<DataLock> DataLock::take(const DataFolders& folders) {
  DataLock lock;
  auto places = folders.locks();
  const bool one_folder = folders.uploads.lexically_normal() == folders.outputs.lexically_normal();
  for (const fs::path& place : places) {
    PODPROMO_TRY(make_folder(place.parent_path()));
    FileDescriptor file(::open(place.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file) return failure(system_error("lock the data folders", errno));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return failure(system_error("lock the data folders", errno));
      return failure(Fault::conflict, "another PodPromo server is running on the same data folders",
                     "Stop it first, or give this one folders of its own with UPLOAD_DIR and OUTPUT_DIR.");
    }
    lock.files_.push_back(std::move(file));
    if (one_folder) break;
  }
  return lock;
}

}  // namespace podpromo
