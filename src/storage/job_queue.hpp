#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace podpromo {

enum class JobState { waiting, running, done, failed, cancelled };

// One run of the stages for an episode. The attempt grows by one each time the job starts to wait (again), so it
// fences: whoever works for an older attempt is refused.
struct Job {
  EpisodeId episode;
  int attempt = 0;
  bool operator==(const Job&) const = default;
};

struct JobRecord {
  Job job;
  JobState state = JobState::waiting;
  std::string error = {};  // JSON of what failed last (jobs/job_error.hpp); empty otherwise
  int crashes = 0;         // times its process died since it last got any further
  int tries = 0;           // runs that ended with a fault which may pass, since it was put
};

// A job that waits or runs.
struct LiveJob {
  Job job;
  JobState state = JobState::waiting;
  std::chrono::system_clock::time_point since{};       // waits or runs since then
  std::chrono::system_clock::time_point not_before{};  // nobody is to begin it earlier
  int tries = 0;                                       // runs that ended with a fault which may pass
  int yields = 0;                                      // times it made way for another
};

// Which of those that may begin is to run next, as an index; nothing when none of them should just now.
using Pick = std::function<std::optional<std::size_t>(std::span<const LiveJob>)>;

// A job never waits longer than this for its time: one that seems to is left from before the clock was set back.
inline constexpr std::chrono::hours kLongestPostponement{1};

// What sweep() did to a job whose worker is gone.
struct Swept {
  Job job;  // with the attempt it has now
  bool given_up = false;
};

struct SweepRules {
  bool all = false;      // true when no worker can be alive; false: only those whose lease ran out
  int most_crashes = 3;  // more than this without getting further, and the job fails
  // What a job given up is marked with.
  std::function<std::string(const EpisodeId&)> error = [](const EpisodeId&) { return std::string(); };
  // How far it got; more than after the crash before means that it gets on.
  std::function<int(const EpisodeId&)> furthest = [](const EpisodeId&) { return 0; };
};

// Jobs, one per episode. Every change is durable when the call returns. Any thread may call.
class JobQueue {
 public:
  virtual ~JobQueue() = default;

  // Lets the episode wait for a worker. Fails with conflict while it waits or runs already, with not_found when there
  // is no such episode.
  virtual Result<Job> put(const EpisodeId& episode) = 0;
  // The job that `pick` chooses, now running under a lease; nothing when none may begin or the queue is paused. `pick`
  // is shown those that may begin in the order they came, unless there are none, and must not change the queue.
  virtual Result<std::optional<Job>> claim(std::chrono::milliseconds lease, const Pick& pick) = 0;
  // First come, first served.
  Result<std::optional<Job>> claim(std::chrono::milliseconds lease) {
    return claim(lease, [](std::span<const LiveJob>) { return std::optional<std::size_t>(0); });
  }
  // Renews the lease. Fails with conflict when the job isn't ours any more: swept, cancelled, removed.
  virtual Done beat(const Job& job, std::chrono::milliseconds lease) = 0;
  // The job is done; or failed with `error`. Fails with conflict as beat() does.
  virtual Done end(const Job& job, const std::optional<std::string>& error) = 0;
  // Gives a running job back, unharmed, to be claimed again. Fails with conflict as beat() does.
  virtual Result<Job> release(const Job& job) = 0;
  // The same for one that makes way for another: it is counted, and waits anew from now on.
  virtual Result<Job> make_way(const Job& job) = 0;
  // The same for one that failed and is to be tried again, from `not_before` on. The try is counted.
  virtual Result<Job> postpone(const Job& job, std::chrono::system_clock::time_point not_before) = 0;
  // The episode is being deleted: whatever its job does or did, it counts as cancelled from now on, so that a deletion
  // which a crash cuts short is known for one. Nothing happens when it never had a job.
  virtual Done cancel(const EpisodeId& episode) = 0;
  // The episode's live job counts as failed with `error`, whoever works on it. Fails with conflict when there is none.
  virtual Result<Job> stop(const EpisodeId& episode, const std::string& error) = 0;
  // Running jobs without a living worker wait again, or fail when they keep killing it.
  virtual Result<std::vector<Swept>> sweep(const SweepRules& rules) = 0;

  // While it is paused, no job begins; those that run go on. Remembered over restarts.
  virtual Done pause(bool paused) = 0;
  virtual Result<bool> paused() = 0;

  // Nothing when the episode never had a job.
  virtual Result<std::optional<JobRecord>> latest(const EpisodeId& episode) = 0;
  // All that wait or run, in the order they came.
  virtual Result<std::vector<LiveJob>> live() = 0;
  virtual Result<std::size_t> waiting() = 0;
};

}  // namespace podpromo
