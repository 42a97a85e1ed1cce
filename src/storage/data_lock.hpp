#pragma once

#include "base/file_descriptor.hpp"
#include "storage/data_folders.hpp"

#include <vector>

namespace podpromo {

// One server per set of data folders. The lock goes with the process, however it ends (flock).
class DataLock {
 public:
  // Fails with conflict when another process holds it.
  static Result<DataLock> take(const DataFolders& folders);

 private:
  DataLock() = default;
  std::vector<FileDescriptor> files_;
};

}  // namespace podpromo
