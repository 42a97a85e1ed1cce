#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "corrections/corrections.hpp"
#include "jobs/retry_policy.hpp"
#include "progress/progress_board.hpp"
#include "stages/pipeline.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"
#include "storage/job_queue.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace podpromo {

// run_pipeline() with its ears bound.
using Pipeline = std::function<Result<EpisodeResult>(const EpisodeId&, const EpisodePlaces&, const ClipWishes&,
                                                     StageListener&, std::stop_token)>;

// Makes the cover of `media` as a JPEG at `target`.
using CoverMaker = std::function<Done(const fs::path& media, const fs::path& target, std::stop_token)>;

// What a workshop works with; all outlive it.
struct WorkshopParts {
  const DataFolders& folders;
  EpisodeStore& episodes;
  JobQueue& jobs;
  ProgressBoard& board;
  const Clock& clock;
  Pipeline pipeline;
  CoverMaker cover = {};                                                     // without it, episodes have none to show
  std::function<void(const EpisodeId&, const Corrections&)> corrected = {};  // told of what was kept, on any thread
};

struct WorkshopSettings {
  int workers = 1;
  std::chrono::milliseconds lease{60'000};
  std::chrono::milliseconds patience{10'000};  // how long remove() waits for a running stage to stop
  int most_crashes = 3;                        // restarts of a job that gets no further before it fails
  RetryRules retry = {};                       // of jobs that failed in a way that may pass
};

// What waits and what runs. A running job's progress is on the board.
struct QueueState {
  bool paused = false;
  std::vector<LiveJob> running = {};
  std::vector<LiveJob> waiting = {};  // who begins first comes first
};

// Who runs the story: takes episodes in, lets workers run the stages, brings what happens to the progress board, and
// goes on after a crash. Short episodes are not stuck behind long ones (fair_order.hpp), and what failed in a way that
// may pass is tried again by itself (retry_policy.hpp). Any thread may call.
class Workshop {
 public:
  explicit Workshop(WorkshopParts parts, WorkshopSettings settings = {});
  // As stop().
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  // Once, before start(): finishes deletions, adopts episodes that the store lost, lets every job of an earlier life
  // wait again, and mends whatever a crash left between two records. Served progress does not fall.
  Done recover();
  void start();
  // Asks the running stages to stop and lets no other begin; returns at once. stop() does the rest.
  void stop_soon();
  // Stops the running stages (within about 2 s) and the workers; what they did not finish waits for the next start.
  void stop();

  // The media lies at folders.source(id, extension) already. When this returns, the episode is remembered durably and
  // waits for a worker; `wishes` fill episode.wishes. Fails with conflict when the id is taken. On failure the files
  // are still the caller's, who removes them.
  Done take_in(Episode episode, const ClipWishes& wishes);
  // Stops the work on an episode and keeps all of it: it counts as failed at once, "Stopped by you.", what runs ends
  // within about 2 s, and retry() goes on. Fails with not_found, or conflict when nothing is being done for it.
  Done cancel(const EpisodeId& id);
  // After an error, or when something of a finished episode is missing on disk: does again only what failed or is
  // missing. Fails with not_found, or conflict when there is nothing to do again.
  Done retry(const EpisodeId& id);
  // For whoever finds that a finished episode's clips can't be read any more (published_clips()): it counts as failed
  // from now on, so that everybody is told and retry() can mend it. Nothing happens when they can be read after all.
  Done fail_damaged(const EpisodeId& id);
  // The same without the transcript that came with the episode, which is forgotten: its words are heard. Fails also
  // with conflict when none came.
  Done listen_instead(const EpisodeId& id);
  // Keeps what people changed in a transcript, instead of what they changed before, and lets its clips follow: what
  // runs starts again, what is finished is put once more, and no stage that is done is done twice. When it returns the
  // corrections are durable; a crash before leaves the old ones. Fails with not_found, or conflict while the episode is
  // being deleted.
  Done correct(const EpisodeId& id, const Corrections& corrections);
  // Cancels what runs, then deletes everything of the episode. Fails with not_found, or with conflict while a stage
  // is still stopping.
  Done remove(const EpisodeId& id);
  // Deletes everything of an episode that nobody works on. Fails with conflict when it waits or runs.
  Done remove_idle(const EpisodeId& id);
  // Whether an episode is being deleted, so that nothing may be entrusted to it any more.
  bool is_leaving(const EpisodeId& id) const;

  // While it is paused, no job begins; those that run go on. Remembered over restarts.
  Done pause(bool paused);
  Result<QueueState> queue() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace podpromo
