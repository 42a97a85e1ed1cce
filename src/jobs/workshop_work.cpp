#include <algorithm>

#include <fmt/format.h>

#include "jobs/background.hpp"
#include "jobs/workshop_impl.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

const ProgressUpdate kMakesWay{
    .stage = "queued", .percent = 2, .message = "Making way for a shorter episode. It goes on after that."};
// However far away a postponed job is, the clock may be set meanwhile.
constexpr std::chrono::milliseconds kLongestSleep{60'000};
// How soon a queue is asked again that could not be written.
constexpr std::chrono::milliseconds kAskAgain{500};

}  // namespace

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

// A queue that refuses is asked again until it takes the end.
void Workshop::Impl::end_later(const Job& job, const std::optional<std::string>& error, const Error& refusal) {
  std::unique_lock lock(mutex_);
  Done ended = failure(refusal);
  while (asks_again(lock, job, ended)) ended = parts_.jobs.end(job, error);
}

// Whether the queue failed to note what became of a job, after a rest: a job that it holds for running can't be tried
// again, and nobody works on it. A conflict is an answer, and the next start believes what the queue last took.
template <typename Noted>
bool Workshop::Impl::asks_again(std::unique_lock<std::mutex>& lock, const Job& job, const Result<Noted>& noted) {
  if (noted || noted.error().fault == Fault::conflict) return false;
  log_warning(log_subject(job.episode, "queued") + fmt::format("what became of its job is not saved yet: {} {}",
                                                               noted.error().reason, noted.error().detail));
  return !changed_.wait_for(lock, kAskAgain, [&] { return stopping_; });
}

// False when it is not to be tried again, or can't be.
bool Workshop::Impl::try_later(const Job& job, const JobOutcome& outcome) {
  const std::lock_guard lock(mutex_);
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
  std::unique_lock lock(mutex_);
  auto again = parts_.jobs.make_way(job);
  while (asks_again(lock, job, again)) again = parts_.jobs.make_way(job);
  if (!again) return;
  parts_.board.go_on({again->episode, again->attempt}, kWaitingAgain);
  parts_.board.update({again->episode, again->attempt}, kMakesWay);
}

// The server stops: the job waits for the next start. A deleted episode's job is refused here, and that is right.
void Workshop::Impl::give_back(const Job& job) {
  const std::lock_guard lock(mutex_);
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

}  // namespace podpromo
