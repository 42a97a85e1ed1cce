#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace podpromo {

// Turns SIGINT and SIGTERM into a stop request, on a thread of its own. The second signal ends the process at once.
// Make it before any other thread, so that all of them leave these signals to it; one per process.
class Interrupt {
 public:
  // `on_first` is called once, before the stop is requested.
  explicit Interrupt(std::function<void()> on_first = {});
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return stop_.get_token(); }
  bool came() const { return stop_.stop_requested(); }
  // Kept by who was stopped, for who is told of it: in what, "" when there is nothing to say.
  void came_in(std::string where) { where_ = std::move(where); }
  const std::string& where() const { return where_; }

 private:
  void wait(const std::stop_token& enough);

  std::function<void()> on_first_;
  std::string where_;
  std::stop_source stop_;
  std::jthread waiter_;
};

}  // namespace podpromo
