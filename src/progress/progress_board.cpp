#include "progress/progress_board.hpp"

#include <atomic>
#include <utility>

#include "progress/answers.hpp"
#include "progress/inference.hpp"
#include "progress/progress_file.hpp"
#include "progress/progress_rules.hpp"
#include "progress/progress_writer.hpp"
#include "progress/showcase.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kNoSuchEpisode =
    "There is no episode with this id. If you have just uploaded it, wait a moment.";
constexpr std::string_view kNoEpisodes = "There is no episode yet. Upload one to begin.";

}  // namespace

class ProgressBoard::Impl {
 public:
  Impl(const DataFolders& folders, const Clock& clock) : folders_(folders), clock_(clock) {}

  // Shows what `rule` makes of what is shown now; false when it refuses. One rule at a time for an episode.
  template <typename Rule>
  bool apply(const EpisodeId& id, Rule&& rule) {
    recall(id);
    return showcase_.change(id, [&](const Shown& now) -> Shown {
      std::optional<Progress> next = rule(now ? std::optional(now->progress) : std::nullopt);
      if (!next) return nullptr;
      const bool urgent = !now || now->progress.stage != next->stage || next->terminal();
      next->updated_at = clock_.now();
      return written(id, *std::move(next), urgent);
    });
  }

  void go_on(const Attempt& attempt, const ProgressUpdate& otherwise) {
    const EpisodeId& id = attempt.episode;
    recall(id);
    showcase_.change(id, [&](const Shown& now) -> Shown {
      if (!now || now->progress.terminal()) {
        Progress first = begun(attempt, otherwise);
        first.updated_at = clock_.now();
        return written(id, std::move(first), true);
      }
      // The answer stays the same to the byte; only the file learns the number.
      Snapshot same = *now;
      same.progress.attempt = attempt.number;
      writer_.put(folders_.progress(id), progress_file_text(id, same.progress), true);
      return std::make_shared<const Snapshot>(std::move(same));
    });
  }

  void forget(const EpisodeId& id) {
    showcase_.forget(id);
    writer_.forget(folders_.progress(id));
  }

  Done flush(const EpisodeId& id) { return writer_.flush(folders_.progress(id)); }
  Health health() const { return writer_.health(); }
  Showcase& showcase() { return showcase_; }
  const std::string& life() const { return life_; }

  Result<std::optional<Progress>> progress(const EpisodeId& id) {
    if (const Shown shown = showcase_.find(id.text())) return shown->progress;
    PODPROMO_TRY(shown, on_disk(id));
    return shown ? std::optional(shown->progress) : std::nullopt;
  }

  ProgressAnswer answer(std::string_view id) { return news(id).answer; }

  ProgressNews news(std::string_view id) {
    auto news = news_at_hand(id);
    return news ? *std::move(news) : answer_from_disk(id);
  }

  std::optional<ProgressNews> news_at_hand(std::string_view id) const {
    const Shown shown = showcase_.find(id);
    if (!shown) return std::nullopt;
    return ProgressNews{shown->answer, shown->change, shown->progress.terminal()};
  }

 private:
  Shown written(const EpisodeId& id, Progress next, bool urgent) {
    writer_.put(folders_.progress(id), progress_file_text(id, next), urgent);
    auto answer = known_answer(id, next);
    return std::make_shared<const Snapshot>(Snapshot{std::move(next), std::move(answer), ++changes_});
  }

  // Brings what an earlier life left on disk to memory, so that the rules go on holding.
  void recall(const EpisodeId& id) {
    if (showcase_.find(id.text())) return;
    if (auto stored = stored_progress(id); stored && *stored) showcase_.recall(id, *stored);
  }

  // What the file says; a damaged one is set aside.
  Result<Shown> stored_progress(const EpisodeId& id) {
    if (folders_.reserved(id)) return nullptr;
    PODPROMO_TRY(found, files_.read(id, folders_.progress(id)));
    if (found.damaged) mend(id);
    return found.shown;
  }

  // While nobody writes it, because a whole file may have taken the damaged one's place meanwhile.
  void mend(const EpisodeId& id) {
    showcase_.unless_shown(id, [&] {
      const fs::path file = folders_.progress(id);
      if (const auto again = read_progress_file(file); again && again->damaged) set_aside(file);
    });
  }

  Result<Shown> on_disk(const EpisodeId& id) {
    PODPROMO_TRY(stored, stored_progress(id));
    if (stored) return stored;
    PODPROMO_TRY(inferred, infer_progress(folders_, id, json_check_));
    if (!inferred) return nullptr;
    return std::make_shared<const Snapshot>(Snapshot{*inferred, known_answer(id, *inferred)});
  }

  ProgressNews answer_from_disk(std::string_view id) {
    const auto parsed = EpisodeId::parse(id);
    if (!parsed) return {.answer = unknown_answer(kNoSuchEpisode), .over = true};
    const auto found = on_disk(*parsed);
    if (!found) return {.answer = unreadable_answer(found.error()), .over = true};
    if (!*found) return {.answer = unknown_answer(kNoSuchEpisode), .over = true};
    return {.answer = (*found)->answer, .over = (*found)->progress.terminal()};
  }

  const DataFolders& folders_;
  const Clock& clock_;
  const std::string life_ = EpisodeId::random().text().substr(0, 8);
  JsonCheck json_check_;
  ProgressFiles files_;
  Showcase showcase_;
  std::atomic<std::uint64_t> changes_ = 0;
  ProgressWriter writer_;
};

namespace {

class ShowcaseWatch final : public ProgressBoard::Watch {
 public:
  ShowcaseWatch(Showcase& showcase, std::string_view id, std::function<void()> wake)
      : showcase_(showcase), id_(id), watcher_(showcase.watch(id_, std::move(wake))) {}
  ~ShowcaseWatch() override { showcase_.unwatch(id_, watcher_); }
  ShowcaseWatch(const ShowcaseWatch&) = delete;
  ShowcaseWatch& operator=(const ShowcaseWatch&) = delete;

 private:
  Showcase& showcase_;
  const std::string id_;
  const Showcase::Watchers::iterator watcher_;
};

}  // namespace

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
void ProgressBoard::gone(const EpisodeId& id) { impl_->showcase().tell(id); }
Done ProgressBoard::flush(const EpisodeId& id) { return impl_->flush(id); }

Result<std::optional<Progress>> ProgressBoard::progress(const EpisodeId& id) { return impl_->progress(id); }

ProgressAnswer ProgressBoard::answer(std::string_view id) { return impl_->answer(id); }
ProgressNews ProgressBoard::news(std::string_view id) { return impl_->news(id); }
std::optional<ProgressNews> ProgressBoard::news_at_hand(std::string_view id) const { return impl_->news_at_hand(id); }

std::unique_ptr<ProgressBoard::Watch> ProgressBoard::watch(std::string_view id, std::function<void()> wake) {
  return std::make_unique<ShowcaseWatch>(impl_->showcase(), id, std::move(wake));
}

const std::string& ProgressBoard::life() const { return impl_->life(); }

ProgressAnswer ProgressBoard::newest(EpisodeStore& store) {
  const auto episodes = store.newest(1);
  if (!episodes) return unreadable_answer(episodes.error());
  return episodes->empty() ? unknown_answer(kNoEpisodes) : impl_->answer(episodes->front().id.text());
}

ProgressBoard::Health ProgressBoard::health() const { return impl_->health(); }

}  // namespace podpromo
