#pragma once

#include "base/clock.hpp"
#include "storage/data_folders.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace podpromo {

// What a look at one of the five folders found.
struct SeenFolder {
  std::string_view setting;
  Done writable;  // a file was written there, synced and read back
  std::uint64_t free_bytes = 0;
};

// Tries now and then whether data can be kept in the five folders. Any thread may call.
class FolderWatch {
 public:
  // `folders` and `clock` outlive it.
  FolderWatch(const DataFolders& folders, const Clock& clock) : folders_(folders), clock_(clock) {}

  // As it was found in the last 10 s; otherwise this looks anew. Whoever asks often costs the disk nothing.
  std::array<SeenFolder, 5> seen();

 private:
  const DataFolders& folders_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> looked_at_;
  std::array<SeenFolder, 5> seen_;
};

}  // namespace podpromo
