#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace podpromo {

// A mutex that can be waited for only so long, for std::unique_lock. It is std::timed_mutex by another way: GCC 12's
// thread sanitizer does not see that one being taken.
class PatientMutex {
 public:
  void lock() {
    std::unique_lock own(own_);
    let_go_.wait(own, [this] { return !held_; });
    held_ = true;
  }
  template <class Duration>
  bool try_lock_for(const Duration& patience) {
    std::unique_lock own(own_);
    if (!let_go_.wait_for(own, patience, [this] { return !held_; })) return false;
    held_ = true;
    return true;
  }
  void unlock() {
    {
      const std::lock_guard own(own_);
      held_ = false;
    }
    let_go_.notify_one();
  }

 private:
  std::mutex own_;
  std::condition_variable let_go_;
  bool held_ = false;
};

}  // namespace podpromo
