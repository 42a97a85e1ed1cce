#include "jobs/workshop.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "jobs/stage_names.hpp"
#include "jobs/wishes.hpp"
#include "jobs/workshop_impl.hpp"
#include "storage/episode_record.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

const ProgressUpdate kWaiting{.stage = "queued", .percent = 2, .message = "Uploaded. Waiting for its turn."};

const ProgressUpdate kCorrected{.stage = "queued", .percent = 2, .message = "Corrected. The clips will follow."};
const ProgressUpdate kDamaged{.stage = "finalizing", .percent = 98, .message = ""};
const JobError kStoppedByYou{"", "Stopped by you.", "Retry goes on where it stopped."};

Done being_deleted() { return failure(Fault::conflict, "the episode is being deleted", "Upload it again."); }

}  // namespace

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
  if (kept) return {};
  // Nobody was told of this episode yet. Its files are the caller's.
  if (const Done forgotten = parts_.episodes.remove(episode.id); !forgotten)
    log_warning("an upload that failed left something behind: " + forgotten.error().reason);
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
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (is_going(id, record)) return being_deleted();
  PODPROMO_TRY(job, parts_.jobs.put(id));
  parts_.board.begin({id, job.attempt}, first);
  return {};
}

Done Workshop::Impl::check_failed(const Episode& episode) const {
  PODPROMO_TRY(record, parts_.jobs.latest(episode.id));
  if (!record || record->state == JobState::failed) return {};
  if (record->state == JobState::done && !is_whole(episode, view())) return {};
  if (record->state == JobState::done)
    return failure(Fault::conflict, "the episode is finished", "There is nothing to try again.");
  if (record->state == JobState::cancelled) return being_deleted();
  return failure(Fault::conflict, "the episode is being worked on already", "Stop it first, or wait for its end.");
}

Done Workshop::Impl::retry(const EpisodeId& id) {
  PODPROMO_TRY(episode, parts_.episodes.find(id));
  PODPROMO_TRY(check_failed(episode));
  return put(id, kWaitingAgain);
}

// A crash between the two changes of the queue lets the job run, which mends what is damaged.
Done Workshop::Impl::fail_damaged(const EpisodeId& id) {
  const std::lock_guard lock(mutex_);
  // Looked at once more, now that nobody can end a job that mended it.
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  const auto published = published_clips(id, view());
  if (published || published.error().fault != Fault::conflict || is_going(id, record)) return {};
  const JobError error = job_error(shown_stage(Stage::publish), published.error());
  PODPROMO_TRY(parts_.jobs.put(id));
  PODPROMO_TRY(job, parts_.jobs.stop(id, job_error_text(error)));
  const Attempt attempt{id, job.attempt};
  parts_.board.begin(attempt, kDamaged);
  parts_.board.fail(attempt, error.reason, error.remedy);
  log_warning(log_subject(id, error.stage) + published.error().reason);
  return {};
}

// Its file is all that says that there is one. A crash after it went leaves the episode failed, to be tried again.
Done Workshop::Impl::listen_instead(const EpisodeId& id) {
  PODPROMO_TRY(episode, parts_.episodes.find(id));
  PODPROMO_TRY(check_failed(episode));
  PODPROMO_TRY(wishes, parse_wishes(episode.wishes));
  const auto given = given_transcript(wishes, parts_.folders, id);
  if (!given)
    return failure(Fault::conflict, "no transcript came with this episode",
                   "Try it again as it is: it is listened to.");
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
  PODPROMO_TRY(record, parts_.jobs.latest(id));
  if (is_going(id, record)) return being_deleted();
  if (record && record->state == JobState::running) {
    if (const auto again = parts_.jobs.release(record->job)) {
      parts_.board.go_on({id, again->attempt}, kCorrected);
      stop_running(id);
      return {};
    }
    PODPROMO_TRY(ended, parts_.jobs.latest(id));
    record = ended;
  }
  if (!record || is_going(id, record)) return being_deleted();
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
  PODPROMO_TRY(erase_episode(parts_, id));
  // Its own log went with it.
  log_info(log_subject(id, "queued") + "deleted by a person");
  return {};
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

// Somebody who can't be asked whether it goes is told that it does: a second copy harms nobody.
bool Workshop::Impl::is_leaving(const EpisodeId& id) const {
  const std::lock_guard lock(mutex_);
  const auto record = parts_.jobs.latest(id);
  return !record || is_going(id, *record);
}

bool Workshop::Impl::is_going(const EpisodeId& id, const std::optional<JobRecord>& record) const {
  return leaving_.contains(id) || (record && record->state == JobState::cancelled);
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
Done Workshop::fail_damaged(const EpisodeId& id) { return impl_->fail_damaged(id); }
Done Workshop::listen_instead(const EpisodeId& id) { return impl_->listen_instead(id); }
Done Workshop::remove(const EpisodeId& id) { return impl_->remove(id); }
Done Workshop::pause(bool paused) { return impl_->pause(paused); }
Done Workshop::correct(const EpisodeId& id, const Corrections& corrections) { return impl_->correct(id, corrections); }
Result<QueueState> Workshop::queue() const { return impl_->queue(); }
Done Workshop::remove_idle(const EpisodeId& id) { return impl_->remove_idle(id); }
bool Workshop::is_leaving(const EpisodeId& id) const { return impl_->is_leaving(id); }

}  // namespace podpromo
