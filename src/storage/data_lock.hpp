#pragma once

#include "base/file_descriptor.hpp"
#include "storage/data_folders.hpp"

#include <chrono>
#include <vector>

namespace podpromo {

// One server per set of data folders. The lock goes with the process, however it ends (flock).
class DataLock {
 public:
  // Fails with conflict when another process holds it and goes on holding it for `patience`: one that was told to
  // stop a moment ago is about to let go.
  static Result<DataLock> take(const DataFolders& folders,
                               std::chrono::milliseconds patience = std::chrono::seconds(3));

 private:
  DataLock() = default;
  std::vector<FileDescriptor> files_;
};

}  // namespace podpromo
