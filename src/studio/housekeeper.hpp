#pragma once

#include "base/clock.hpp"
#include "jobs/retention.hpp"
#include "storage/data_lock.hpp"
#include "storage/storage_room.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace podpromo {

struct HouseholdParts {
  const DataFolders& folders;
  const DataLock& lock;
  EpisodeStore& episodes;
  Retention& retention;
  StorageRoom& room;
  const Clock& clock;
};

// When the first sweep of a server is due: at once, unless a link that an earlier life gave out may still be open.
std::chrono::seconds wait_before_first_sweep(std::optional<std::chrono::system_clock::time_point> alive_before,
                                             std::chrono::system_clock::time_point now);

// Keeps the data folders in order while a server runs: once a minute leaves a sign of life in the lock, and once an
// hour deletes episodes that are too old and logs that are too many.
class Housekeeper {
 public:
  explicit Housekeeper(HouseholdParts parts) : parts_(parts) {}
  ~Housekeeper() { stop(); }
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

  void start();
  void stop();

 private:
  void keep_house(const std::stop_token& enough);
  void sweep();

  HouseholdParts parts_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace podpromo
