#pragma once

#include "base/result.hpp"
#include "progress/progress.hpp"
#include "storage/data_folders.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace podpromo {

// Tells whether a file is JSON, and remembers the answer for as long as the file stays the same, because transcripts
// are long and progress is asked often. Any thread may call.
class JsonCheck {
 public:
  // False when the file is absent, empty or anything but JSON. Fails when the disk refuses.
  Result<bool> is_json(const fs::path& file);

 private:
  std::mutex mutex_;
  std::map<std::string, std::pair<std::string, bool>> known_;  // path → what stat() said, answer
};

// What can be told of an episode without a progress file, from what else is on disk: a published transcript or list of
// clips that is JSON means completed, media of more than 10 bytes means queued, nothing means nothing. Creates nothing.
// Fails when the disk refuses.
Result<std::optional<Progress>> infer_progress(const DataFolders& folders, const EpisodeId& id, JsonCheck& check);

}  // namespace podpromo
