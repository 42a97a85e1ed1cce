#include "progress/progress_board.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "progress/answers.hpp"
#include "progress/inference.hpp"
#include "progress/progress_file.hpp"
#include "progress/progress_rules.hpp"
#include "progress/progress_writer.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kNoSuchEpisode =
    "There is no episode with this id. If you have just uploaded it, wait a moment.";
constexpr std::string_view kNoEpisodes = "There is no episode yet. Upload one to begin.";

}  // namespace

class ProgressBoard::Impl {
 public:
  Impl(const DataFolders& folders, const Clock& clock) : folders_(folders), clock_(clock) {}

  // Shows what `rule` makes of what is shown now; false when it refuses. The rule runs under the lock.
  template <typename Rule>
  bool apply(const EpisodeId& id, Rule&& rule) {
    recall(id);
    const std::lock_guard lock(mutex_);
    auto& shown = shown_[id];
    std::optional<Progress> next = rule(std::as_const(shown.progress));
    if (!next) {
      if (!shown.progress) shown_.erase(id);
      return false;
    }
    const bool urgent = !shown.progress || shown.progress->stage != next->stage || next->terminal();
    next->updated_at = clock_.now();
    show(id, shown, *std::move(next), urgent);
    return true;
  }

  void go_on(const Attempt& attempt, const ProgressUpdate& otherwise) {
    recall(attempt.episode);
    const std::lock_guard lock(mutex_);
    auto& shown = shown_[attempt.episode];
    if (!shown.progress || shown.progress->terminal()) {
      Progress first = begun(attempt, otherwise);
      first.updated_at = clock_.now();
      show(attempt.episode, shown, std::move(first), true);
      return;
    }
    // The body stays the same to the byte; only the file learns the number.
    shown.progress->attempt = attempt.number;
    writer_.put(folders_.progress(attempt.episode), progress_file_text(attempt.episode, *shown.progress), true);
  }

  void forget(const EpisodeId& id) {
    {
      const std::lock_guard lock(mutex_);
      shown_.erase(id);
    }
    writer_.forget(folders_.progress(id));
  }

  Done flush(const EpisodeId& id) { return writer_.flush(folders_.progress(id)); }
  Health health() const { return writer_.health(); }

  Result<std::optional<Progress>> progress(const EpisodeId& id) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto it = shown_.find(id); it != shown_.end()) return it->second.progress;
    }
    return on_disk(id);
  }

  ProgressAnswer answer(const EpisodeId& id) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto it = shown_.find(id); it != shown_.end()) return it->second.answer;
    }
    const auto found = on_disk(id);
    if (!found) return unreadable_answer(found.error());
    return *found ? known_answer(id, **found) : unknown_answer(kNoSuchEpisode);
  }

 private:
  struct Shown {
    std::optional<Progress> progress;
    ProgressAnswer answer;
  };

  void show(const EpisodeId& id, Shown& shown, Progress next, bool urgent) {
    shown.answer = known_answer(id, next);
    writer_.put(folders_.progress(id), progress_file_text(id, next), urgent);
    shown.progress = std::move(next);
  }

  // Brings what an earlier life left on disk to memory, so that the rules go on holding.
  void recall(const EpisodeId& id) {
    {
      const std::lock_guard lock(mutex_);
      if (shown_.contains(id)) return;
    }
    auto stored = stored_progress(id);
    if (!stored || !*stored) return;
    const std::lock_guard lock(mutex_);
    auto& shown = shown_[id];
    if (shown.progress) return;
    shown.answer = known_answer(id, **stored);
    shown.progress = **std::move(stored);
  }

  // What the file says; a damaged one is set aside.
  Result<std::optional<Progress>> stored_progress(const EpisodeId& id) {
    if (folders_.reserved(id)) return std::nullopt;
    PODPROMO_TRY(stored, read_progress_file(folders_.progress(id)));
    if (stored.damaged) mend(id);
    return stored.progress;
  }

  // Under the lock, because a whole file may have taken the damaged one's place meanwhile.
  void mend(const EpisodeId& id) {
    const std::lock_guard lock(mutex_);
    if (shown_.contains(id)) return;
    const fs::path file = folders_.progress(id);
    if (const auto again = read_progress_file(file); again && again->damaged) set_aside(file);
  }

  Result<std::optional<Progress>> on_disk(const EpisodeId& id) {
    PODPROMO_TRY(stored, stored_progress(id));
    if (stored) return stored;
    return infer_progress(folders_, id, json_check_);
  }

  const DataFolders& folders_;
  const Clock& clock_;
  JsonCheck json_check_;
  std::mutex mutex_;
  std::map<EpisodeId, Shown> shown_;
  ProgressWriter writer_;
};

ProgressBoard::ProgressBoard(const DataFolders& folders, const Clock& clock)
    : impl_(std::make_unique<Impl>(folders, clock)) {}
ProgressBoard::~ProgressBoard() = default;

void ProgressBoard::begin(const Attempt& attempt, const ProgressUpdate& update) {
  impl_->apply(attempt.episode, [&](const auto&) { return std::optional(begun(attempt, update)); });
}

void ProgressBoard::go_on(const Attempt& attempt, const ProgressUpdate& otherwise) { impl_->go_on(attempt, otherwise); }

bool ProgressBoard::update(const Attempt& attempt, const ProgressUpdate& update) {
  return impl_->apply(attempt.episode, [&](const auto& now) { return updated(now, attempt, update); });
}

bool ProgressBoard::complete(const Attempt& attempt, const std::string& message) {
  return impl_->apply(attempt.episode, [&](const auto& now) { return completed(now, attempt, message); });
}

bool ProgressBoard::fail(const Attempt& attempt, const std::string& message, const std::string& detail) {
  return impl_->apply(attempt.episode, [&](const auto& now) { return failed(now, attempt, message, detail); });
}

void ProgressBoard::forget(const EpisodeId& id) { impl_->forget(id); }
Done ProgressBoard::flush(const EpisodeId& id) { return impl_->flush(id); }

Result<std::optional<Progress>> ProgressBoard::progress(const EpisodeId& id) { return impl_->progress(id); }

ProgressAnswer ProgressBoard::answer(std::string_view id) {
  const auto parsed = EpisodeId::parse(id);
  return parsed ? impl_->answer(*parsed) : unknown_answer(kNoSuchEpisode);
}

ProgressAnswer ProgressBoard::newest(EpisodeStore& store) {
  const auto episodes = store.newest(1);
  if (!episodes) return unreadable_answer(episodes.error());
  return episodes->empty() ? unknown_answer(kNoEpisodes) : impl_->answer(episodes->front().id);
}

ProgressBoard::Health ProgressBoard::health() const { return impl_->health(); }

}  // namespace podpromo
