#include "storage/folder_watch.hpp"

#include <algorithm>

#include "storage/folder_probe.hpp"
#include "storage/storage_room.hpp"

namespace podpromo {

std::array<SeenFolder, 5> FolderWatch::seen() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.steady_now();
  if (looked_at_ && now - *looked_at_ < std::chrono::seconds(10)) return seen_;
  std::ranges::transform(folders_.all(), seen_.begin(), [](const NamedFolder& folder) {
    return SeenFolder{folder.setting, probe_folder(folder.path), free_bytes_on_disk(folder.path)};
  });
  looked_at_ = now;
  return seen_;
}

}  // namespace podpromo
