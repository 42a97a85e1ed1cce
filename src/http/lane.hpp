#pragma once

#include "base/file_descriptor.hpp"
#include "http/answer_head.hpp"
#include "http/gate.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/session.hpp"
#include "http/tasks.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <boost/asio/steady_timer.hpp>

namespace podpromo {

class Lane;

// What all connections share.
struct Doorway {
  const Router& router;
  const Gate* gate = nullptr;
  ServerLimits limits;
  std::atomic<std::size_t> connections = 0;
  std::vector<Lane*> lanes = {};                 // all there are
  boost::asio::thread_pool* handlers = nullptr;  // for those that may wait
  boost::asio::thread_pool* disk = nullptr;      // for bodies on their way to and from it
  boost::asio::thread_pool* desk = nullptr;      // for what becomes of them
  boost::asio::thread_pool* copying = nullptr;   // for those whose end copies files
};

// A client on its way to a lane that has a place for it.
struct Newcomer {
  FileDescriptor socket;
  std::string peer;
  std::size_t asked = 0;  // so many lanes had nobody to make room for it
};

// One thread and its share of the connections. Nothing in it is locked, because nobody else comes near: what other
// threads want of it is posted. Nothing that waits for a disk or a database runs here.
class Lane {
 public:
  explicit Lane(Doorway& doorway);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Serves until leave() was called and no connection is left, or the time for that is over.
  void run();
  // These may be called from any thread.
  void take(Newcomer newcomer);
  void leave();
  std::size_t load() const { return load_; }

  LaneExecutor executor() { return io_.get_executor(); }
  // For this lane's thread.
  Doorway& doorway() { return doorway_; }
  bool leaving() const { return leaving_; }
  HeadWriter& head_writer() { return head_writer_; }
  std::string& draft() { return draft_; }
  std::array<char, 64 << 10>& scratch() { return scratch_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void enter(Newcomer newcomer);
  void let_in(Newcomer newcomer);
  bool make_room();
  void turn_away(Newcomer newcomer);
  Task<void> serve(std::shared_ptr<Session> session);
  void look_after();
  void look_again_later();

  Doorway& doorway_;
  boost::asio::io_context io_;
  boost::asio::steady_timer timer_;
  std::unordered_set<Session*> sessions_;
  std::atomic<std::size_t> load_ = 0;
  bool leaving_ = false;
  Moment leave_by_ = Moment::max();
  HeadWriter head_writer_;
  std::string draft_;  // of an answer, so that not each needs memory of its own
  std::array<char, 64 << 10> scratch_;
};

}  // namespace podpromo
