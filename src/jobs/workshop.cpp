#include "jobs/workshop.hpp"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "jobs/background.hpp"
#include "jobs/job_run.hpp"
#include "jobs/recovery.hpp"
#include "jobs/stage_names.hpp"
#include "jobs/turns.hpp"
#include "jobs/wishes.hpp"
#include "storage/episode_record.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

const ProgressUpdate kWaiting{.stage = "queued", .percent = 2, .message = "Uploaded. Waiting for its turn."};
const ProgressUpdate kWaitingAgain{.stage = "queued", .percent = 2, .message = "Waiting for its turn again."};

const ProgressUpdate kCorrected{.stage = "queued", .percent = 2, .message = "Corrected. The clips will follow."};
const ProgressUpdate kMakesWay{
    .stage = "queued", .percent = 2, .message = "Making way for a shorter episode. It goes on after that."};
const JobError kStoppedByYou{"", "Stopped by you.", "Retry goes on where it stopped."};
// However far away a postponed job is, the clock may be set meanwhile.
constexpr std::chrono::milliseconds kLongestSleep{60'000};
// How soon a queue is asked again that could not be written.
constexpr std::chrono::milliseconds kAskAgain{500};

Done being_deleted() { return failure(Fault::conflict, "the episode is being deleted", "Upload it again."); }

}  // namespace

class Workshop::Impl {
 public:
  Impl(WorkshopParts parts, WorkshopSettings settings)
      : parts_(std::move(parts)), settings_(settings), costs_(parts_.folders.stage_costs()), turns_(parts_, costs_) {}

  Done recover() { return recover_jobs(parts_, settings_); }
  void start();
  void stop_soon();
  void stop();
  Done take_in(Episode episode, const ClipWishes& wishes);
  Done cancel(const EpisodeId& id);
  Done retry(const EpisodeId& id);
  Done listen_instead(const EpisodeId& id);
  Done correct(const EpisodeId& id, const Corrections& corrections);
  Done remove(const EpisodeId& id);
  Done pause(bool paused);
  Result<QueueState> queue() const;
  Done remove_idle(const EpisodeId& id);

 private:
  struct Running {
    Job job;
    std::stop_source stop = {};
    bool makes_way = false;
  };

  Done check_failed(const EpisodeId& id) const;
  Done put(const EpisodeId& id, const ProgressUpdate& first);
  Done put_locked(const EpisodeId& id, const ProgressUpdate& first);
  Done begin_again(const EpisodeId& id);
  void work();
  void beat();
  std::list<Running>::iterator next_job(std::unique_lock<std::mutex>& lock);
  void rest(std::unique_lock<std::mutex>& lock);
  void at_border(Running& running);
  void end(const Job& job, const JobOutcome& outcome, bool makes_way);
  void end_later(const Job& job, const std::optional<std::string>& error, const Error& refusal);
  bool try_later(const Job& job, const JobOutcome& outcome);
  void give_back(const Job& job);
  void make_way(const Job& job);
  void stop_running(const EpisodeId& id);
  std::set<EpisodeId> busy() const;
  bool runs(const EpisodeId& id) const;

  const WorkshopParts parts_;
  const WorkshopSettings settings_;
  CostBook costs_;
  const Turns turns_;
  // Held while a job changes hands, so that nobody works on a job whose progress hasn't begun.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Running> running_;
  std::set<EpisodeId> leaving_;  // being deleted, so nobody may put them again
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

void Workshop::Impl::start() {
  for (int i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { work(); });
  threads_.emplace_back([this] { beat(); });
}

void Workshop::Impl::stop_soon() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Running& running : running_) running.stop.request_stop();
  }
  changed_.notify_all();
}

void Workshop::Impl::stop() {
  stop_soon();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

Done Workshop::Impl::take_in(Episode episode, const ClipWishes& wishes) {
  if (parts_.folders.reserved(episode.id)) return failure(Fault::conflict, "an episode can't have this id");
  episode.wishes = wishes_json(wishes);
  if (wishes.file_name.empty()) episode.wishes["file_name"] = episode.filename;
  PODPROMO_TRY(parts_.episodes.add(episode));
  Done kept = save_record(parts_.folders, episode);
  if (kept) kept = put(episode.id, kWaiting);
  // Nobody was told of this episode yet, so nothing of it may stay.
  if (kept) return {};
  if (const Done erased = erase_episode(parts_, episode.id); !erased)
    log_warning("an upload that failed left something behind: " + erased.error().reason);
  return kept;
}

Done Workshop::Impl::put(const EpisodeId& id, const ProgressUpdate& first) {
  {
    const std::lock_guard lock(mutex_);
    PODPROMO_TRY(put_locked(id, first));
  }
  changed_.notify_all();
  return {};
}

Done Workshop::Impl::put_locked(const EpisodeId& id, const ProgressUpdate& first) {
  if (leaving_.contains(id)) return being_deleted();
  PODPROMO_TRY(job, parts_.jobs.put(id));
  parts_.board.begin({id, job.attempt}, first);
  return {};
}

Done Workshop::Impl::check_failed(const EpisodeId& id) const {
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (record && record->state == JobState::done)
    return failure(Fault::conflict, "the episode is finished", "There is nothing to try again.");
  if (record && record->state == JobState::cancelled) return being_deleted();
  return {};
}

Done Workshop::Impl::retry(const EpisodeId& id) {
  PODPROMO_TRY(parts_.episodes.find(id));
  PODPROMO_TRY(check_failed(id));
  return put(id, kWaitingAgain);
}

// Its file is all that says that there is one. A crash after it went leaves the episode failed, to be tried again.
Done Workshop::Impl::listen_instead(const EpisodeId& id) {
  PODPROMO_TRY(episode, parts_.episodes.find(id));
  PODPROMO_TRY(check_failed(id));
  PODPROMO_TRY(wishes, parse_wishes(episode.wishes));
  const auto given = given_transcript(wishes, parts_.folders, id);
  if (!given)
    return failure(Fault::conflict, "no transcript came with this episode",
                   "Try it again as it is: it is listened to.");
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (!record || record->state != JobState::failed)
    return failure(Fault::conflict, "the episode is being worked on", "Stop it first.");
  std::error_code error;
  fs::remove(*given, error);
  if (error) return failure(system_error("delete the transcript that came with the episode", error.value()));
  PODPROMO_TRY(sync_folder(given->parent_path()));
  return put(id, kWaitingAgain);
}

// The job first: should the server die between the two, it finds nothing to do, while corrections without a job would
// wait for clips that nobody makes. It can't begin before they are saved, because the lock is held.
Done Workshop::Impl::correct(const EpisodeId& id, const Corrections& corrections) {
  PODPROMO_TRY(parts_.episodes.find(id));
  {
    const std::lock_guard lock(mutex_);
    PODPROMO_TRY(begin_again(id));
    PODPROMO_TRY(save_corrections(parts_.folders.corrections(id), corrections));
  }
  changed_.notify_all();
  if (parts_.corrected) parts_.corrected(id, corrections);
  log_info(log_subject(id, "words") + fmt::format("corrected in {} places", corrections.places.size()));
  return {};
}

// What waits reads the corrections when it begins, and what failed when somebody tries it again. What runs may have
// read the old ones and is taken from its worker, unless that has just told its end.
Done Workshop::Impl::begin_again(const EpisodeId& id) {
  if (leaving_.contains(id)) return being_deleted();
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (record && record->state == JobState::running) {
    if (const auto again = parts_.jobs.release(record->job)) {
      parts_.board.go_on({id, again->attempt}, kCorrected);
      stop_running(id);
      return {};
    }
    PODPROMO_TRY(ended, parts_.jobs.latest(id));
    record = ended;
  }
  if (!record || record->state == JobState::cancelled) return being_deleted();
  return record->state == JobState::done ? put_locked(id, kCorrected) : Done{};
}

// The queue first, which fences the worker; whatever it still says is refused by queue and board.
Done Workshop::Impl::cancel(const EpisodeId& id) {
  PODPROMO_TRY(episode, parts_.episodes.find(id));
  const std::lock_guard lock(mutex_);
  JobError error = kStoppedByYou;
  const auto shown = parts_.board.progress(id);
  const Progress progress = shown ? shown->value_or(Progress{}) : Progress{};
  error.stage = shown_stage_at(progress.stage, progress.percent, parse_wishes(episode.wishes).value_or(ClipWishes{}));
  PODPROMO_TRY(job, parts_.jobs.stop(id, job_error_text(error)));
  parts_.board.fail({id, job.attempt}, error.reason, error.remedy);
  log_info(log_subject(id, error.stage) + "stopped by a person");
  stop_running(id);
  return {};
}

Done Workshop::Impl::remove(const EpisodeId& id) {
  PODPROMO_TRY(parts_.episodes.find(id));
  {
    std::unique_lock lock(mutex_);
    PODPROMO_TRY(parts_.jobs.cancel(id));
    stop_running(id);
    if (!changed_.wait_for(lock, settings_.patience, [&] { return !runs(id); }))
      return failure(Fault::conflict, "the work on this episode is still stopping", "Try again in a moment.");
  }
  return erase_episode(parts_, id);
}

void Workshop::Impl::stop_running(const EpisodeId& id) {
  for (Running& running : running_)
    if (running.job.episode == id) running.stop.request_stop();
}

Done Workshop::Impl::remove_idle(const EpisodeId& id) {
  {
    const std::lock_guard lock(mutex_);
    PODPROMO_TRY(record, parts_.jobs.latest(id));
    const bool live = record && (record->state == JobState::waiting || record->state == JobState::running);
    if (live || runs(id)) return failure(Fault::conflict, "the episode is being worked on");
    leaving_.insert(id);
  }
  Done erased = erase_episode(parts_, id);
  const std::lock_guard lock(mutex_);
  leaving_.erase(id);
  return erased;
}

Done Workshop::Impl::pause(bool paused) {
  const std::lock_guard lock(mutex_);
  PODPROMO_TRY(parts_.jobs.pause(paused));
  changed_.notify_all();
  return {};
}

Result<QueueState> Workshop::Impl::queue() const {
  PODPROMO_TRY(paused, parts_.jobs.paused());
  PODPROMO_TRY(live, parts_.jobs.live());
  PODPROMO_TRY(waiting, turns_.line());
  std::erase_if(live, [](const LiveJob& job) { return job.state != JobState::running; });
  return QueueState{paused, std::move(live), std::move(waiting)};
}

std::set<EpisodeId> Workshop::Impl::busy() const {
  std::set<EpisodeId> episodes;
  for (const Running& running : running_) episodes.insert(running.job.episode);
  return episodes;
}

bool Workshop::Impl::runs(const EpisodeId& id) const { return busy().contains(id); }

void Workshop::Impl::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto running = next_job(lock);
    if (running == running_.end()) return;
    const Job job = running->job;
    const Reins reins{running->stop.get_token(), [this, running] { at_border(*running); }};
    lock.unlock();
    const JobOutcome outcome = in_the_background([&] { return run_job(parts_, costs_, job, reins); });
    end(job, outcome, running->makes_way);
    lock.lock();
    running_.erase(running);
    changed_.notify_all();
  }
}

// Waits for a job and enters it among those that run; the end of the list when it is time to stop.
std::list<Workshop::Impl::Running>::iterator Workshop::Impl::next_job(std::unique_lock<std::mutex>& lock) {
  const auto pick = [this](std::span<const LiveJob> line) { return turns_.pick(line, busy(), settings_.workers); };
  while (!stopping_) {
    const auto job = parts_.jobs.claim(settings_.lease, pick);
    if (job && *job) return running_.insert(running_.end(), Running{**job});
    if (job) {
      rest(lock);
    } else {
      log_warning("no job could be claimed: " + job.error().reason + " " + job.error().detail);
      changed_.wait_for(lock, std::chrono::seconds(1));
    }
  }
  return running_.end();
}

// Until something changes, or a postponed job may begin.
void Workshop::Impl::rest(std::unique_lock<std::mutex>& lock) {
  if (const auto next = turns_.until_next())
    changed_.wait_for(lock, std::min(*next, kLongestSleep));
  else
    changed_.wait(lock);
}

// With several workers the short ones have a lane of their own; a lone worker lets them pass between two pieces of
// work.
void Workshop::Impl::at_border(Running& running) {
  if (settings_.workers > 1 || running.stop.stop_requested() || !turns_.should_make_way(running.job.episode)) return;
  running.makes_way = true;
  running.stop.request_stop();
}

void Workshop::Impl::end(const Job& job, const JobOutcome& outcome, bool makes_way) {
  if (outcome.stopped) return makes_way ? make_way(job) : give_back(job);
  if (outcome.error && try_later(job, outcome)) return;
  const Attempt attempt{job.episode, job.attempt};
  // The queue first: a crash between the two is mended at the next start, which believes the queue.
  const auto error = outcome.error ? std::optional(job_error_text(*outcome.error)) : std::nullopt;
  const Done ended = parts_.jobs.end(job, error);
  if (!ended && ended.error().fault == Fault::conflict) return;
  if (outcome.error)
    parts_.board.fail(attempt, outcome.error->reason, outcome.error->remedy);
  else
    parts_.board.complete(attempt, outcome.message);
  // A disk that refuses has been reported by the board; the result stays on show.
  [[maybe_unused]] const Done flushed = parts_.board.flush(job.episode);
  if (!ended) end_later(job, error, ended.error());
}

// A queue that refuses is asked again until it takes the end: a job that it holds for running can't be tried again.
void Workshop::Impl::end_later(const Job& job, const std::optional<std::string>& error, const Error& refusal) {
  log_warning(log_subject(job.episode, "queued") +
              fmt::format("the end of its job is not saved yet: {} {}", refusal.reason, refusal.detail));
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kAskAgain, [&] { return stopping_; })) {
    const Done ended = parts_.jobs.end(job, error);
    if (ended || ended.error().fault == Fault::conflict) return;
  }
}

// False when it is not to be tried again, or can't be.
bool Workshop::Impl::try_later(const Job& job, const JobOutcome& outcome) {
  const auto record = parts_.jobs.latest(job.episode);
  if (!record || !*record) return false;
  const auto rest = rest_before_retry(outcome.fault, (*record)->tries + 1, settings_.retry);
  if (!rest) return false;
  const auto again = parts_.jobs.postpone(job, parts_.clock.now() + *rest);
  // Somebody stopped or deleted it meanwhile; what is shown is theirs to say.
  if (!again) return again.error().fault == Fault::conflict;
  const Attempt attempt{again->episode, again->attempt};
  parts_.board.go_on(attempt, kWaitingAgain);
  parts_.board.update(attempt,
                      {.stage = "queued",
                       .percent = 2,
                       .message = fmt::format("Trying again in {}: {}", rest_text(*rest), outcome.error->reason),
                       .detail = outcome.error->remedy});
  log_info(log_subject(job.episode, outcome.error->stage) + "is tried again in " + rest_text(*rest));
  return true;
}

// Counted and told; it goes on from here when its turn comes again.
void Workshop::Impl::make_way(const Job& job) {
  const auto again = parts_.jobs.make_way(job);
  if (!again) return;
  parts_.board.go_on({again->episode, again->attempt}, kWaitingAgain);
  parts_.board.update({again->episode, again->attempt}, kMakesWay);
}

// The server stops: the job waits for the next start. A deleted episode's job is refused here, and that is right.
void Workshop::Impl::give_back(const Job& job) {
  if (const auto again = parts_.jobs.release(job)) parts_.board.go_on({again->episode, again->attempt}, kWaitingAgain);
}

// Renews the leases of what runs, and stops what isn't ours any more.
void Workshop::Impl::beat() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, settings_.lease / 3, [&] { return stopping_; }))
    for (Running& running : running_) {
      const Done ours = parts_.jobs.beat(running.job, settings_.lease);
      if (!ours && ours.error().fault == Fault::conflict) running.stop.request_stop();
    }
}

Workshop::Workshop(WorkshopParts parts, WorkshopSettings settings)
    : impl_(std::make_unique<Impl>(std::move(parts), settings)) {}
Workshop::~Workshop() { impl_->stop(); }

Done Workshop::recover() { return impl_->recover(); }
void Workshop::start() { impl_->start(); }
void Workshop::stop_soon() { impl_->stop_soon(); }
void Workshop::stop() { impl_->stop(); }
Done Workshop::take_in(Episode episode, const ClipWishes& wishes) { return impl_->take_in(std::move(episode), wishes); }
Done Workshop::cancel(const EpisodeId& id) { return impl_->cancel(id); }
Done Workshop::retry(const EpisodeId& id) { return impl_->retry(id); }
Done Workshop::listen_instead(const EpisodeId& id) { return impl_->listen_instead(id); }
Done Workshop::remove(const EpisodeId& id) { return impl_->remove(id); }
Done Workshop::pause(bool paused) { return impl_->pause(paused); }
Done Workshop::correct(const EpisodeId& id, const Corrections& corrections) { return impl_->correct(id, corrections); }
Result<QueueState> Workshop::queue() const { return impl_->queue(); }
Done Workshop::remove_idle(const EpisodeId& id) { return impl_->remove_idle(id); }

}  // namespace podpromo
