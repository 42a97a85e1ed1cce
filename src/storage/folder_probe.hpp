#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <sys/types.h>

#include <cstdint>

namespace podpromo {

// Writes a small file into `folder`, syncs it, reads it back and deletes it: what alone tells whether data can be kept
// there. The file is called as a draft is, so that the next start deletes what a crash left. Fails as writing does.
Done probe_folder(const fs::path& folder);

// What can be seen of a folder that may not exist yet.
struct FolderFacts {
  bool there = false;
  bool is_folder = false;  // what is there, or the nearest thing above it, is a folder
  bool may_write = false;  // by its permissions and its file system, for whoever runs this
  fs::path nearest;        // the folder itself, or the nearest one above it that exists
  std::uint64_t free_bytes = 0;
  std::uint64_t free_files = 0;  // inodes; the largest number when the file system has no limit
  dev_t device = 0;              // equal for folders between which a file can be renamed
  uid_t owner = 0;
  mode_t permissions = 0;
};
// Changes nothing. Fails when the disk refuses the answer.
Result<FolderFacts> look_at_folder(const fs::path& folder);

// The path with its links followed as far as it exists: two names of one place become equal.
fs::path real_place(const fs::path& path);
// True when `inner` is `outer` or lies below it; both as real_place() gives them.
bool lies_within(const fs::path& inner, const fs::path& outer);

}  // namespace podpromo
