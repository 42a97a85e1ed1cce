#include "work_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace podpromo {

Result<FileDescriptor> lock_work_folder(const fs::path& work) {
  PODPROMO_TRY(make_folder(work));
  FileDescriptor lock(::open((work / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock) return failure(system_error("write to the work folder", errno));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
  return failure(Fault::conflict, "another run is at work on this episode", "Wait until it has ended, or stop it.");
}

}  // namespace podpromo
