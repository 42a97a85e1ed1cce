#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"
#include "base/result.hpp"
#include "storage/episode_store.hpp"
#include "storage/job_queue.hpp"

#include <memory>

namespace podpromo {

// Episodes and jobs in one SQLite file. Writes of all threads go through one thread and one connection, several in
// one commit, synced before any of them returns; reads have a connection of their own and never wait for a sync.
class Database {
 public:
  virtual ~Database() = default;
  virtual EpisodeStore& episodes() = 0;
  virtual JobQueue& jobs() = 0;
};

// Opens or makes the file. Fails with denied, no_space, or with internal when the file is damaged or of a later
// version. One process at a time: take the DataLock first.
Result<std::unique_ptr<Database>> open_database(const fs::path& file, const Clock& clock);

}  // namespace podpromo
