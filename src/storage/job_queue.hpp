#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
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
};

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
  // How far its progress got, 0…100.
  std::function<int(const EpisodeId&)> furthest = [](const EpisodeId&) { return 0; };
};

// Jobs, one per episode, first come first served. Every change is durable when the call returns. Any thread may call.
class JobQueue {
 public:
  virtual ~JobQueue() = default;

  // Lets the episode wait for a worker. Fails with conflict while it waits or runs already, with not_found when there
  // is no such episode.
  virtual Result<Job> put(const EpisodeId& episode) = 0;
  // The job that waits longest, now running under a lease; nothing when none waits.
  virtual Result<std::optional<Job>> claim(std::chrono::milliseconds lease) = 0;
  // Renews the lease. Fails with conflict when the job isn't ours any more: swept, cancelled, removed.
  virtual Done beat(const Job& job, std::chrono::milliseconds lease) = 0;
  // The job is done; or failed with `error`. Fails with conflict as beat() does.
  virtual Done end(const Job& job, const std::optional<std::string>& error) = 0;
  // Gives a running job back, unharmed, to be claimed again. Fails with conflict as beat() does.
  virtual Result<Job> release(const Job& job) = 0;
  // Whatever it does, it shall not be done. Nothing happens when there is no live job.
  virtual Done cancel(const EpisodeId& episode) = 0;
  // Running jobs without a living worker wait again, or fail when they keep killing it.
  virtual Result<std::vector<Swept>> sweep(const SweepRules& rules) = 0;

  // Nothing when the episode never had a job.
  virtual Result<std::optional<JobRecord>> latest(const EpisodeId& episode) = 0;
  virtual Result<std::size_t> waiting() = 0;
};

}  // namespace podpromo
