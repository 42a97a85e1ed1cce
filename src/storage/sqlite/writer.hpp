#pragma once

#include "base/result.hpp"
#include "storage/sqlite/connection.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace podpromo {

// The only writer of the database: one thread with one connection. Orders that come while a commit is being synced
// share the next one, so many threads cost one sync.
class Writer {
 public:
  using Work = std::function<Done(Connection&)>;

  explicit Writer(Connection connection);
  // Carries out what was ordered before.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Runs `work` on the writing thread and returns once it is committed and synced. When `work` fails, or its commit
  // does, nothing of it stays.
  Done write(const Work& work);

 private:
  // Lives on the stack of the thread that waits for it.
  struct Order {
    const Work& work;
    Done outcome = {};
    bool settled = false;
  };

  void serve();
  void carry_out(const std::vector<Order*>& orders);
  Done try_one(const Work& work);

  Connection connection_;
  std::mutex mutex_;
  std::condition_variable ordered_;
  std::condition_variable settled_;
  std::vector<Order*> waiting_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace podpromo
