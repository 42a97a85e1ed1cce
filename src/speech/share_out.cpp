#include "speech/share_out.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/log_here.hpp"

namespace podpromo {

namespace {

std::unexpected<Error> stopped() { return failure(Fault::cancelled, "listening was stopped"); }

// What the threads share while they work.
class Shift {
 public:
  Shift(std::size_t count, const std::stop_token& stop) : count_(count), stop_(stop) {}

  // The next piece; nothing when there is none or the work is over.
  std::optional<std::size_t> next() {
    const std::scoped_lock lock(mutex_);
    if (!result_ || next_ == count_) return std::nullopt;
    if (stop_.stop_requested()) {
      result_ = stopped();
      return std::nullopt;
    }
    return next_++;
  }

  void finished(Done done) {
    const std::scoped_lock lock(mutex_);
    if (result_ && !done) result_ = std::move(done);
    ++done_;
    changed_.notify_one();
  }

  void left() {
    const std::scoped_lock lock(mutex_);
    ++left_;
    changed_.notify_one();
  }

  Done wait(std::size_t threads, const std::function<void(std::size_t)>& told) {
    std::unique_lock lock(mutex_);
    for (std::size_t known = 0; left_ < threads || known < done_;) {
      changed_.wait(lock, [&] { return done_ > known || left_ == threads; });
      known = done_;
      lock.unlock();
      if (told) told(known);
      lock.lock();
    }
    return std::move(result_);
  }

 private:
  const std::size_t count_;
  const std::stop_token& stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::size_t left_ = 0;
  Done result_;
};

void take_turns(Shift& shift, std::size_t thread, const PieceOfWork& work) {
  for (auto piece = shift.next(); piece; piece = shift.next()) {
    try {
      shift.finished(work(thread, *piece));
    } catch (const std::exception& trouble) {
      shift.finished(
          failure(Fault::internal, "listening needs more memory than there is", "Use fewer workers.", trouble.what()));
    }
  }
  shift.left();
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): how much, by how many, what, whom to tell, and what ends it.
Done share_out(std::size_t count, std::size_t threads, const PieceOfWork& work,
               const std::function<void(std::size_t)>& told, const std::stop_token& stop) {
  threads = std::min(count, std::max<std::size_t>(threads, 1));
  Shift shift(count, stop);
  std::vector<std::jthread> crew;
  for (std::size_t i = 0; i < threads; ++i)
    crew.emplace_back(logging_here([&shift, &work, i] { take_turns(shift, i, work); }));
  return shift.wait(threads, told);
}

}  // namespace podpromo
