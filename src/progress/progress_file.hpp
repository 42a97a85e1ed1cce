#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "progress/progress.hpp"

#include <optional>

namespace podpromo {

struct StoredProgress {
  std::optional<Progress> progress = {};  // nothing when there is no file, or a worthless one
  bool damaged = false;                   // something is there that nobody can read as progress
};

// Reads a progress file. Fails only when the disk refuses (permissions, I/O).
Result<StoredProgress> read_progress_file(const fs::path& file);
// Renames a damaged file to <file>.corrupt-<n>, the first free n of 1…9, then 9 again.
void set_aside(const fs::path& file);

}  // namespace podpromo
