#pragma once

#include "base/file_descriptor.hpp"
#include "storage/data_folders.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace podpromo {

// One server per set of data folders. The lock goes with the process, however it ends (flock).
class DataLock {
 public:
  // Fails with conflict when another process holds it and goes on holding it for `patience`: one that was told to
  // stop a moment ago is about to let go.
  static Result<DataLock> take(const DataFolders& folders,
                               std::chrono::milliseconds patience = std::chrono::seconds(3));
  // Whether a server works on these folders now. Changes nothing.
  static bool is_held(const DataFolders& folders);

  // When a server said is_alive() here last, before this one came; nothing when there never was one.
  std::optional<std::chrono::system_clock::time_point> alive_before() const { return alive_before_; }
  // Leaves the time in the lock for whoever comes next.
  void is_alive() const;

 private:
  DataLock() = default;
  std::vector<FileDescriptor> files_;
  std::optional<std::chrono::system_clock::time_point> alive_before_;
};

}  // namespace podpromo
