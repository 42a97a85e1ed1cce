#include "progress/progress_writer.hpp"

#include <algorithm>

#include "storage/log.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto kPause = 250ms;        // between two writes of one file
constexpr auto kRetry = 1s;           // after a write that failed
constexpr auto kMemoryOfPause = 10s;  // a file that rests this long is forgotten

}  // namespace

ProgressWriter::ProgressWriter() : thread_([this] { serve(); }) {}

ProgressWriter::~ProgressWriter() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ProgressWriter::put(const fs::path& file, std::string text, bool urgent) {
  const std::lock_guard lock(mutex_);
  Page& page = pages_[file];
  const auto now = steady_clock::now();
  const auto rested = page.written + (page.outcome ? Moment::duration(kPause) : Moment::duration(kRetry));
  const Moment due = urgent ? now : std::max(now, rested);
  page.due = page.dirty ? std::min(page.due, due) : due;
  page.text = std::move(text);
  page.dirty = true;
  changed_.notify_one();
}

Done ProgressWriter::flush(const fs::path& file) {
  std::unique_lock lock(mutex_);
  const auto page = pages_.find(file);
  const bool in_hand = in_hand_ == file;
  if (page == pages_.end() || (!page->second.dirty && !in_hand)) return {};
  // What is in hand may be an older text; then the next try is the one that counts.
  const auto enough = page->second.tries + (in_hand && page->second.dirty ? 2 : 1);
  page->second.due = steady_clock::now();
  changed_.notify_one();
  written_.wait(lock, [&] {
    const auto it = pages_.find(file);
    return it == pages_.end() || it->second.tries >= enough;
  });
  const auto it = pages_.find(file);
  return it == pages_.end() ? Done{} : it->second.outcome;
}

void ProgressWriter::forget(const fs::path& file) {
  std::unique_lock lock(mutex_);
  pages_.erase(file);
  written_.notify_all();
  written_.wait(lock, [&] { return in_hand_ != file; });
}

ProgressBoard::Health ProgressWriter::health() const {
  const std::lock_guard lock(mutex_);
  ProgressBoard::Health health{.writes = writes_};
  for (const auto& [file, page] : pages_)
    if (!page.outcome) {
      health.persisting = false;
      health.trouble = page.outcome.error().reason;
    }
  return health;
}

void ProgressWriter::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto page = next();
    if (page == pages_.end()) {
      if (closing_) return;
      changed_.wait(lock);
    } else if (!closing_ && page->second.due > steady_clock::now()) {
      // A copy: the page may be gone when the wait looks at the clock again.
      const Moment due = page->second.due;
      changed_.wait_until(lock, due);
    } else {
      write(lock, page);
    }
  }
}

// The dirty page that is due first; pages that rest are dropped on the way.
std::map<fs::path, ProgressWriter::Page>::iterator ProgressWriter::next() {
  const auto now = steady_clock::now();
  std::erase_if(pages_, [&](const auto& entry) {
    const Page& page = entry.second;
    return !page.dirty && page.outcome && now - page.written > kMemoryOfPause;
  });
  auto first = pages_.end();
  for (auto it = pages_.begin(); it != pages_.end(); ++it)
    if (it->second.dirty && (first == pages_.end() || it->second.due < first->second.due)) first = it;
  return first;
}

void ProgressWriter::write(std::unique_lock<std::mutex>& lock, std::map<fs::path, Page>::iterator page) {
  const fs::path file = page->first;
  const std::string text = page->second.text;
  page->second.dirty = false;
  in_hand_ = file;
  lock.unlock();
  const Done outcome = write_durably(file, text);
  lock.lock();
  in_hand_.clear();
  settle(file, outcome);
  written_.notify_all();
}

void ProgressWriter::settle(const fs::path& file, const Done& outcome) {
  const auto it = pages_.find(file);
  if (outcome) ++writes_;
  if (it == pages_.end()) return;
  Page& page = it->second;
  if (page.outcome && !outcome) log_warning("progress goes on in memory only: " + outcome.error().reason);
  if (!page.outcome && outcome) log_info("progress is on disk again");
  page.outcome = outcome;
  page.written = steady_clock::now();
  ++page.tries;
  if (outcome || closing_) return;
  page.due = page.dirty ? page.due : page.written + kRetry;
  page.dirty = true;
}

}  // namespace podpromo
