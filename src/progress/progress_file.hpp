#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "progress/progress.hpp"
#include "progress/showcase.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace podpromo {

struct StoredProgress {
  std::optional<Progress> progress = {};  // nothing when there is no file, or a worthless one
  bool damaged = false;                   // something is there that nobody can read as progress
};

// Reads a progress file. Fails only when the disk refuses (permissions, I/O).
Result<StoredProgress> read_progress_file(const fs::path& file);

// Reads progress files, and remembers what they said for as long as they stay the same, because finished episodes are
// asked for long after their work. Any thread may call.
class ProgressFiles {
 public:
  struct Found {
    Shown shown = {};      // nothing when there is no file, or a worthless one
    bool damaged = false;  // as in StoredProgress
  };
  // Fails only when the disk refuses.
  Result<Found> read(const EpisodeId& id, const fs::path& file);

 private:
  struct Known {
    std::string mark;  // what stat() said
    Shown shown;
  };
  std::mutex mutex_;
  std::map<EpisodeId, Known> known_;
};

// Renames a damaged file to <file>.corrupt-<n>, the first free n of 1…9, then 9 again.
void set_aside(const fs::path& file);

}  // namespace podpromo
