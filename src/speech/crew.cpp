#include "speech/crew.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/log_here.hpp"

namespace podpromo {

namespace {

// Word from a worker about a group: how far it is, or at last what was heard.
struct Note {
  std::size_t number = 0;
  double fraction = 0;
  std::optional<Result<GroupWords>> words;
};

// What workers put in and the calling thread takes out.
class Outbox {
 public:
  void put(Note note) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(std::move(note));
    changed_.notify_one();
  }
  Note take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !notes_.empty(); });
    Note first = std::move(notes_.front());
    notes_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Note> notes_;
};

struct Shift {
  const Crew& crew;
  std::span<const std::size_t> todo;
  std::stop_source halt;
  std::atomic<std::size_t> next = 0;
  Outbox outbox;
};

std::unexpected<Error> stopped() { return failure(Fault::cancelled, "listening was stopped"); }

// One worker's life. A worker that fails leaves the failure in the outbox and ends; so does one that is told to halt.
void take_turns(Shift& shift) {
  const auto ear = shift.crew.make_ear(shift.halt.get_token());
  for (std::size_t turn = shift.next++; turn < shift.todo.size(); turn = shift.next++) {
    const std::size_t number = shift.todo[turn];
    if (!ear) return shift.outbox.put({number, 0, std::unexpected(ear.error())});
    if (shift.halt.stop_requested()) return shift.outbox.put({number, 0, stopped()});
    const auto advanced = [&](double fraction) { shift.outbox.put({number, fraction, std::nullopt}); };
    auto words = shift.crew.listen_to(**ear, number, advanced);
    const bool failed = !words;
    shift.outbox.put({number, 1, std::move(words)});
    if (failed) return;
  }
}

void worker(Shift& shift) {
  try {
    take_turns(shift);
  } catch (const std::exception& trouble) {
    shift.outbox.put({0, 0,
                      failure(Fault::internal, "listening needs more memory than there is",
                              "Use fewer workers or a smaller model.", trouble.what())});
  }
}

}  // namespace

std::size_t worker_count(int wanted) {
  if (wanted > 0) return static_cast<std::size_t>(wanted);
  return std::max(1U, std::thread::hardware_concurrency());
}

Done Crew::work(std::span<const std::size_t> todo, std::size_t workers, const std::stop_token& stop) const {
  Shift shift{*this, todo, {}, {}, {}};
  const std::stop_callback on_stop(stop, [&] { shift.halt.request_stop(); });
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(logging_here([&shift] { worker(shift); }));
  for (std::size_t left = todo.size(); left > 0;) {
    Note note = shift.outbox.take();
    if (!note.words) {
      advanced(note.number, note.fraction);
      continue;
    }
    auto& words = *note.words;
    const Done done = words ? write_down(note.number, *std::move(words)) : Done(std::unexpected(words.error()));
    --left;
    if (done) continue;
    shift.halt.request_stop();
    if (stop.stop_requested()) return stopped();
    return done;
  }
  return {};
}

}  // namespace podpromo
