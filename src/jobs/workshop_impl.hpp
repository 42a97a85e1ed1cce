#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "jobs/episode_view.hpp"
#include "jobs/job_run.hpp"
#include "jobs/recovery.hpp"
#include "jobs/turns.hpp"
#include "jobs/workshop.hpp"

namespace podpromo {

inline const ProgressUpdate kWaitingAgain{.stage = "queued", .percent = 2, .message = "Waiting for its turn again."};

// The workshop behind its counter: workshop.cpp is what people ask of it, workshop_work.cpp what its workers do.
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
  Done fail_damaged(const EpisodeId& id);
  Done listen_instead(const EpisodeId& id);
  Done correct(const EpisodeId& id, const Corrections& corrections);
  Done remove(const EpisodeId& id);
  Done pause(bool paused);
  Result<QueueState> queue() const;
  Done remove_idle(const EpisodeId& id);
  bool is_leaving(const EpisodeId& id) const;

 private:
  struct Running {
    Job job;
    std::stop_source stop = {};
    bool makes_way = false;
  };

  ViewParts view() const { return {parts_.folders, parts_.episodes, parts_.jobs, parts_.board}; }
  Done check_failed(const Episode& episode) const;
  Done put(const EpisodeId& id, const ProgressUpdate& first);
  Done put_locked(const EpisodeId& id, const ProgressUpdate& first);
  Done begin_again(const EpisodeId& id);
  void work();
  void beat();
  std::list<Running>::iterator next_job(std::unique_lock<std::mutex>& lock);
  void rest(std::unique_lock<std::mutex>& lock);
  void at_border(Running& running);
  void end(const Job& job, const JobOutcome& outcome, bool makes_way);
  template <typename Noted>
  bool asks_again(std::unique_lock<std::mutex>& lock, const Job& job, const Result<Noted>& noted);
  void end_later(const Job& job, const std::optional<std::string>& error, const Error& refusal);
  bool try_later(const Job& job, const JobOutcome& outcome);
  void give_back(const Job& job);
  void make_way(const Job& job);
  void stop_running(const EpisodeId& id);
  std::set<EpisodeId> busy() const;
  bool runs(const EpisodeId& id) const;
  bool is_going(const EpisodeId& id, const std::optional<JobRecord>& record) const;

  const WorkshopParts parts_;
  const WorkshopSettings settings_;
  CostBook costs_;
  const Turns turns_;
  // Held while a job changes hands, so that nobody works on a job whose progress hasn't begun, and queue and board are
  // of one mind.
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Running> running_;
  std::set<EpisodeId> leaving_;  // being deleted, so nobody may put them again
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace podpromo
