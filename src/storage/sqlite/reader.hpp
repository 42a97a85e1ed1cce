#pragma once

#include "storage/sqlite/connection.hpp"

#include <mutex>
#include <utility>

namespace podpromo {

// A connection that only reads, shared by all threads in turn. It sees what was committed and never waits for a sync.
class Reader {
 public:
  explicit Reader(Connection connection) : connection_(std::move(connection)) {}

  template <typename Question>
  auto read(Question&& question) {
    const std::lock_guard lock(mutex_);
    return question(connection_);
  }

 private:
  std::mutex mutex_;
  Connection connection_;
};

}  // namespace podpromo
