#include "speech/given/align_crew.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "speech/crew.hpp"

namespace podpromo {

namespace {

std::unexpected<Error> stopped() { return failure(Fault::cancelled, "aligning the transcript was stopped"); }

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

void work_on(Shift& shift, std::unique_ptr<Aligner>& aligner, const AlignCrew::Task& task) {
  for (auto piece = shift.next(); piece; piece = shift.next()) {
    try {
      if (!aligner) aligner = english_aligner(english_model_folder());
      shift.finished(aligner ? task(*aligner, *piece)
                             : Done(failure(Fault::unavailable, "the aligner of English words can't be opened any more",
                                            "Install the package pocketsphinx-en-us again.")));
    } catch (const std::exception& trouble) {
      shift.finished(
          failure(Fault::internal, "aligning needs more memory than there is", "Use fewer workers.", trouble.what()));
    }
  }
  shift.left();
}

}  // namespace

std::optional<AlignCrew> AlignCrew::open(int workers) {
  std::vector<std::unique_ptr<Aligner>> aligners(worker_count(workers));
  aligners.front() = english_aligner(english_model_folder());
  if (!aligners.front()) return std::nullopt;
  return AlignCrew(std::move(aligners));
}

Done AlignCrew::work(std::size_t count, const Task& task, const std::function<void(std::size_t)>& told,
                     const std::stop_token& stop) {
  const std::size_t threads = std::min(count, aligners_.size());
  Shift shift(count, stop);
  std::vector<std::jthread> crew;
  for (std::size_t i = 0; i < threads; ++i)
    crew.emplace_back([&shift, &task, aligner = &aligners_[i]] { work_on(shift, *aligner, task); });
  return shift.wait(threads, told);
}

}  // namespace podpromo
