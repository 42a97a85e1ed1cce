#include "jobs/workshop.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include "jobs/job_run.hpp"
#include "jobs/recovery.hpp"
#include "jobs/wishes.hpp"
#include "storage/episode_record.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

const ProgressUpdate kWaiting{.stage = "queued", .percent = 2, .message = "Uploaded. Waiting for its turn."};
const ProgressUpdate kWaitingAgain{.stage = "queued", .percent = 2, .message = "Waiting for its turn again."};

// Answering people comes before working: this thread and all that it starts yield to the server's others.
void yield_to_the_server() { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10); }

}  // namespace

class Workshop::Impl {
 public:
  Impl(WorkshopParts parts, WorkshopSettings settings)
      : parts_(std::move(parts)), settings_(settings), costs_(parts_.folders.stage_costs()) {}

  Done recover() { return recover_jobs(parts_, settings_); }
  void start();
  void stop();
  Done take_in(Episode episode, const ClipWishes& wishes);
  Done retry(const EpisodeId& id);
  Done remove(const EpisodeId& id);

 private:
  struct Running {
    Job job;
    std::stop_source stop = {};
  };

  Done put(const EpisodeId& id, const ProgressUpdate& first);
  void work();
  void beat();
  std::list<Running>::iterator next_job(std::unique_lock<std::mutex>& lock);
  void end(const Job& job, const JobOutcome& outcome);
  void give_back(const Job& job);
  bool runs(const EpisodeId& id) const;

  const WorkshopParts parts_;
  const WorkshopSettings settings_;
  CostBook costs_;
  // Held while a job changes hands, so that nobody works on a job whose progress hasn't begun.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Running> running_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

void Workshop::Impl::start() {
  for (int i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { work(); });
  threads_.emplace_back([this] { beat(); });
}

void Workshop::Impl::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Running& running : running_) running.stop.request_stop();
  }
  changed_.notify_all();
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
    PODPROMO_TRY(job, parts_.jobs.put(id));
    parts_.board.begin({id, job.attempt}, first);
  }
  changed_.notify_all();
  return {};
}

Done Workshop::Impl::retry(const EpisodeId& id) {
  PODPROMO_TRY(parts_.episodes.find(id));
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (record && record->state == JobState::done)
    return failure(Fault::conflict, "the episode is finished", "There is nothing to try again.");
  if (record && record->state == JobState::cancelled)
    return failure(Fault::conflict, "the episode is being deleted", "Upload it again.");
  return put(id, kWaitingAgain);
}

Done Workshop::Impl::remove(const EpisodeId& id) {
  PODPROMO_TRY(parts_.episodes.find(id));
  {
    std::unique_lock lock(mutex_);
    PODPROMO_TRY(parts_.jobs.cancel(id));
    for (Running& running : running_)
      if (running.job.episode == id) running.stop.request_stop();
    if (!changed_.wait_for(lock, settings_.patience, [&] { return !runs(id); }))
      return failure(Fault::conflict, "the work on this episode is still stopping", "Try again in a moment.");
  }
  return erase_episode(parts_, id);
}

bool Workshop::Impl::runs(const EpisodeId& id) const {
  return std::ranges::any_of(running_, [&](const Running& running) { return running.job.episode == id; });
}

void Workshop::Impl::work() {
  yield_to_the_server();
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto running = next_job(lock);
    if (running == running_.end()) return;
    const Job job = running->job;
    const auto stop = running->stop.get_token();
    lock.unlock();
    end(job, run_job(parts_, costs_, job, stop));
    lock.lock();
    running_.erase(running);
    changed_.notify_all();
  }
}

// Waits for a job and enters it among those that run; the end of the list when it is time to stop.
std::list<Workshop::Impl::Running>::iterator Workshop::Impl::next_job(std::unique_lock<std::mutex>& lock) {
  while (!stopping_) {
    const auto job = parts_.jobs.claim(settings_.lease);
    if (job && *job) return running_.insert(running_.end(), Running{**job});
    if (job) {
      changed_.wait(lock);
    } else {
      log_warning("no job could be claimed: " + job.error().reason + " " + job.error().detail);
      changed_.wait_for(lock, std::chrono::seconds(1));
    }
  }
  return running_.end();
}

void Workshop::Impl::end(const Job& job, const JobOutcome& outcome) {
  if (outcome.stopped) return give_back(job);
  const Attempt attempt{job.episode, job.attempt};
  // The queue first: a crash between the two is mended at the next start, which believes the queue.
  const auto error = outcome.error ? std::optional(job_error_text(*outcome.error)) : std::nullopt;
  const Done ended = parts_.jobs.end(job, error);
  if (!ended && ended.error().fault == Fault::conflict) return;
  if (!ended) log_warning("the end of a job was not saved: " + ended.error().reason + " " + ended.error().detail);
  if (outcome.error)
    parts_.board.fail(attempt, outcome.error->reason, outcome.error->remedy);
  else
    parts_.board.complete(attempt, outcome.message);
  // A disk that refuses has been reported by the board; the result stays on show.
  [[maybe_unused]] const Done flushed = parts_.board.flush(job.episode);
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
void Workshop::stop() { impl_->stop(); }
Done Workshop::take_in(Episode episode, const ClipWishes& wishes) { return impl_->take_in(std::move(episode), wishes); }
Done Workshop::retry(const EpisodeId& id) { return impl_->retry(id); }
Done Workshop::remove(const EpisodeId& id) { return impl_->remove(id); }

}  // namespace podpromo
