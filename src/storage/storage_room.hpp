#pragma once

#include "base/clock.hpp"
#include "storage/data_folders.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace podpromo {

struct RoomLimits {
  std::uint64_t quota_bytes = std::uint64_t{10} << 30;     // of all that episodes take, and that still arrives
  std::uint64_t reserve_bytes = std::uint64_t{200} << 20;  // what stays free on every disk with data on it
};

// How many bytes may still be written into a folder; the largest number when that can't be told.
using FreeBytes = std::function<std::uint64_t(const fs::path& folder)>;
std::uint64_t free_bytes_on_disk(const fs::path& folder);

// How much room there is for episodes, and who is promised some of it. Any thread may call. Asking whether there is
// room and promising it is one step, so that no two are promised the same.
class StorageRoom {
 public:
  // Bytes that others account for; outlives the claims it is given to, and doesn't call the room.
  using Held = std::function<std::uint64_t()>;

  // Bytes that are promised to somebody and not among the episodes yet. They count as used while this lives.
  class Claim {
   public:
    Claim() = default;
    ~Claim();
    Claim(Claim&& other) noexcept
        : room_(std::exchange(other.room_, nullptr)),
          bytes_(std::exchange(other.bytes_, 0)),
          held_(std::exchange(other.held_, nullptr)) {}
    Claim& operator=(Claim&& other) noexcept;

    std::uint64_t bytes() const { return bytes_; }
    // Fails with no_space, and claims what it claimed before, when the room doesn't have the difference.
    Done grow_to(std::uint64_t bytes);
    // For bytes that have come, or will not come any more.
    void shrink_to(std::uint64_t bytes);
    // Others account for these bytes from now on, of which none has come yet. Claims nothing any more.
    void hand_over();

   private:
    friend class StorageRoom;
    Claim(StorageRoom& room, std::uint64_t bytes, Held held = {})
        : room_(&room), bytes_(bytes), held_(std::move(held)) {}
    StorageRoom* room_ = nullptr;
    std::uint64_t bytes_ = 0;
    Held held_ = {};
  };

  // `folders` and `clock` outlive it.
  StorageRoom(const DataFolders& folders, RoomLimits limits, const Clock& clock, FreeBytes free = free_bytes_on_disk);
  StorageRoom(const StorageRoom&) = delete;
  StorageRoom& operator=(const StorageRoom&) = delete;

  const RoomLimits& limits() const { return limits_; }

  // For an upload. Fails with no_space when so much more goes over the quota, for which `held` counts too, or would
  // leave less than the reserve on the disk of the uploads.
  Result<Claim> claim(std::uint64_t bytes, Held held = {});
  // Without asking whether there is room.
  Claim hold(std::uint64_t bytes);
  // For work that writes about `bytes` into work, previews and clips. Fails with no_space when that would leave less
  // than the reserve on one of their disks. The quota doesn't count: whoever was let in is worked on.
  Done fits(std::uint64_t bytes) const;

  // All bytes of episodes on disk, whatever made them, without claims. Counted anew when the last count is older than
  // 10 s and than a hundred times what counting took, so that it never keeps a disk busy.
  std::uint64_t used();
  std::uint64_t claimed() const { return claimed_; }
  // The next used() counts anew.
  void changed();

 private:
  Done check_free(const fs::path& folder, std::uint64_t needed, const std::string& reason) const;
  // These need the mutex.
  Done promise(std::uint64_t more, const Held& held);
  std::uint64_t counted();
  bool fresh() const;

  const DataFolders& folders_;
  const RoomLimits limits_;
  const Clock& clock_;
  const FreeBytes free_;
  std::atomic<std::uint64_t> claimed_{0};  // changes under the mutex only

  struct Count {
    std::uint64_t bytes = 0;
    std::chrono::steady_clock::time_point taken_at{};
    std::chrono::nanoseconds took{0};
  };
  std::mutex mutex_;  // held while counting, so that only one counts
  std::optional<Count> count_;
  bool stale_ = false;
};

// The bytes of all files in the folders that belong to episodes. What still arrives is left out: claims, and what
// upload/upload_store.hpp holds, stand for it.
std::uint64_t bytes_of_episodes(const DataFolders& folders);

}  // namespace podpromo
