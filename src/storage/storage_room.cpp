#include "storage/storage_room.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <limits>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "storage/folder_probe.hpp"

namespace podpromo {

namespace {

constexpr std::chrono::seconds kFresh{10};
constexpr int kRest = 100;  // count for at most a hundredth of the time

// What vanishes meanwhile doesn't count, and doesn't end the count.
std::uint64_t bytes_below(const fs::path& root, const fs::path& left_out) {
  std::uint64_t sum = 0;
  for (std::vector<fs::path> folders{root}; !folders.empty();) {
    const fs::path folder = std::move(folders.back());
    folders.pop_back();
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      struct stat facts{};
      if (::lstat(it->path().c_str(), &facts) != 0) continue;
      if (S_ISREG(facts.st_mode)) sum += static_cast<std::uint64_t>(facts.st_size);
      if (S_ISDIR(facts.st_mode) && it->path() != left_out) folders.push_back(it->path());
    }
  }
  return sum;
}

// Folders inside others would be counted twice.
std::vector<fs::path> outermost(std::vector<fs::path> folders) {
  for (fs::path& folder : folders) folder = real_place(folder);
  std::ranges::sort(folders);
  std::vector<fs::path> kept;
  for (fs::path& folder : folders)
    if (std::ranges::none_of(kept, [&](const fs::path& outer) { return lies_within(folder, outer); }))
      kept.push_back(std::move(folder));
  return kept;
}

}  // namespace

std::uint64_t bytes_of_episodes(const DataFolders& folders) {
  const auto roots =
      outermost({folders.uploads, folders.clips, folders.transcripts, folders.logs, folders.outputs / "previews"});
  const fs::path arriving = real_place(folders.incoming());
  std::uint64_t sum = 0;
  for (const fs::path& root : roots) sum += bytes_below(root, arriving);
  return sum;
}

std::uint64_t free_bytes_on_disk(const fs::path& folder) {
  const auto facts = look_at_folder(folder);
  return facts ? facts->free_bytes : std::numeric_limits<std::uint64_t>::max();
}

StorageRoom::StorageRoom(const DataFolders& folders, RoomLimits limits, const Clock& clock, FreeBytes free)
    : folders_(folders), limits_(limits), clock_(clock), free_(std::move(free)) {}

Done StorageRoom::check_free(const fs::path& folder, std::uint64_t needed, const std::string& reason) const {
  const std::uint64_t free = free_(folder);
  if (free >= needed) return {};
  return failure(Fault::no_space, reason,
                 "Delete old episodes, or free some space on the disk of the data folders, then try again.",
                 fmt::format("{} bytes are free in {}, {} are needed", free, folder.string(), needed));
}

bool StorageRoom::fresh() const {
  if (!count_ || stale_) return false;
  const auto age = clock_.steady_now() - count_->taken_at;
  return age < kFresh || age < count_->took * kRest;
}

std::uint64_t StorageRoom::used() {
  const std::lock_guard lock(mutex_);
  return counted();
}

std::uint64_t StorageRoom::counted() {
  if (fresh()) return count_->bytes;
  stale_ = false;
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t bytes = bytes_of_episodes(folders_);
  count_ = Count{bytes, clock_.steady_now(), std::chrono::steady_clock::now() - begin};
  return bytes;
}

void StorageRoom::changed() {
  const std::lock_guard lock(mutex_);
  stale_ = true;
}

// What others hold is asked for under the mutex: an upload that is let in is held before its claim ends, so it counts
// at every moment.
Done StorageRoom::promise(std::uint64_t more, const Held& held) {
  const std::uint64_t taken = counted() + claimed_ + (held ? held() : 0);
  if (more > limits_.quota_bytes || taken > limits_.quota_bytes - more)
    return failure(Fault::no_space, fmt::format("the storage limit of {} GB is reached", limits_.quota_bytes >> 30),
                   "Delete old episodes, then send it again.",
                   fmt::format("{} bytes are taken, {} more are wanted", taken, more));
  // What others were promised is spoken for, though it may have come in part.
  PODPROMO_TRY(check_free(folders_.uploads, limits_.reserve_bytes + claimed_ + more,
                          "there isn't enough space on the server's disk for this file"));
  claimed_ += more;
  return {};
}

Result<StorageRoom::Claim> StorageRoom::claim(std::uint64_t bytes, Held held) {
  const std::lock_guard lock(mutex_);
  PODPROMO_TRY(promise(bytes, held));
  return Claim(*this, bytes, std::move(held));
}

StorageRoom::Claim StorageRoom::hold(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  claimed_ += bytes;
  return {*this, bytes};
}

Done StorageRoom::fits(std::uint64_t bytes) const {
  const std::array<fs::path, 3> written{folders_.uploads, folders_.outputs, folders_.clips};
  for (const fs::path& folder : written)
    PODPROMO_TRY(check_free(folder, limits_.reserve_bytes + bytes,
                            "there isn't enough space on the server's disk to work on this episode"));
  return {};
}

StorageRoom::Claim::~Claim() {
  if (room_ == nullptr) return;
  const std::lock_guard lock(room_->mutex_);
  room_->claimed_ -= bytes_;
  room_->stale_ = true;
}

StorageRoom::Claim& StorageRoom::Claim::operator=(Claim&& other) noexcept {
  std::swap(room_, other.room_);
  std::swap(bytes_, other.bytes_);
  std::swap(held_, other.held_);
  return *this;
}

Done StorageRoom::Claim::grow_to(std::uint64_t bytes) {
  if (room_ == nullptr || bytes <= bytes_) return {};
  const std::lock_guard lock(room_->mutex_);
  PODPROMO_TRY(room_->promise(bytes - bytes_, held_));
  bytes_ = bytes;
  return {};
}

void StorageRoom::Claim::hand_over() {
  shrink_to(0);
  room_ = nullptr;
}

void StorageRoom::Claim::shrink_to(std::uint64_t bytes) {
  if (room_ == nullptr || bytes >= bytes_) return;
  const std::lock_guard lock(room_->mutex_);
  room_->claimed_ -= bytes_ - bytes;
  bytes_ = bytes;
}

}  // namespace podpromo
