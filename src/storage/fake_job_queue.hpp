#pragma once

#include "base/clock.hpp"
#include "storage/episode_store.hpp"
#include "storage/job_queue.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace podpromo {

// A queue in memory; both references outlive it.
class FakeJobQueue final : public JobQueue {
 public:
  FakeJobQueue(EpisodeStore& episodes, const Clock& clock) : episodes_(episodes), clock_(clock) {}

  Result<Job> put(const EpisodeId& episode) override {
    const std::lock_guard lock(mutex_);
    PODPROMO_TRY(episodes_.find(episode));
    const auto [it, is_new] = entries_.try_emplace(episode, Entry{{{episode}}});
    JobRecord& record = it->second.record;
    if (!is_new && is_live(it->second)) return failure(Fault::conflict, "the episode is being worked on already");
    record = {{episode, record.job.attempt + 1}};
    it->second = {.record = record, .turn = ++turns_, .since = clock_.now()};
    return record.job;
  }

  using JobQueue::claim;
  Result<std::optional<Job>> claim(std::chrono::milliseconds lease, const Pick& pick) override {
    const std::lock_guard lock(mutex_);
    if (paused_) return std::nullopt;
    std::vector<LiveJob> line = live_now();
    std::erase_if(line, [&](const LiveJob& job) { return job.state != JobState::waiting || !due(job); });
    if (line.empty()) return std::nullopt;
    const auto chosen = pick(line);
    if (!chosen) return std::nullopt;
    Entry& entry = entries_.at(line[*chosen].job.episode);
    entry.record.state = JobState::running;
    entry.since = clock_.now();
    entry.lease_ends = clock_.now() + lease;
    return entry.record.job;
  }

  Done beat(const Job& job, std::chrono::milliseconds lease) override {
    return change(job, [&](Entry& entry) { entry.lease_ends = clock_.now() + lease; });
  }

  Done end(const Job& job, const std::optional<std::string>& error) override {
    if (refused_ends.fetch_sub(1) > 0) return failure(Fault::internal, "the database failed");
    return change(job, [&](Entry& entry) {
      entry.record.state = error ? JobState::failed : JobState::done;
      entry.record.error = error.value_or("");
    });
  }

  Result<Job> release(const Job& job) override {
    PODPROMO_TRY(change(job, [&](Entry& entry) { wait_again(entry); }));
    return Job{job.episode, job.attempt + 1};
  }

  Result<Job> make_way(const Job& job) override {
    if (refused_yields.fetch_sub(1) > 0) return failure(Fault::internal, "the database failed");
    PODPROMO_TRY(change(job, [&](Entry& entry) {
      wait_again(entry);
      ++entry.yields;
    }));
    return Job{job.episode, job.attempt + 1};
  }

  Result<Job> postpone(const Job& job, std::chrono::system_clock::time_point not_before) override {
    PODPROMO_TRY(change(job, [&](Entry& entry) {
      wait_again(entry);
      ++entry.record.tries;
      entry.not_before = not_before;
    }));
    return Job{job.episode, job.attempt + 1};
  }

  Done cancel(const EpisodeId& episode) override {
    const std::lock_guard lock(mutex_);
    if (const auto it = entries_.find(episode); it != entries_.end()) it->second.record.state = JobState::cancelled;
    return {};
  }

  Result<Job> stop(const EpisodeId& episode, const std::string& error) override {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(episode);
    if (it == entries_.end() || !is_live(it->second)) return failure(Fault::conflict, "nothing is being done");
    it->second.record.state = JobState::failed;
    it->second.record.error = error;
    return it->second.record.job;
  }

  Done pause(bool paused) override {
    const std::lock_guard lock(mutex_);
    paused_ = paused;
    return {};
  }
  Result<bool> paused() override {
    const std::lock_guard lock(mutex_);
    return paused_;
  }

  Result<std::vector<LiveJob>> live() override {
    const std::lock_guard lock(mutex_);
    return live_now();
  }

  Result<std::vector<Swept>> sweep(const SweepRules& rules) override {
    const std::lock_guard lock(mutex_);
    std::vector<Swept> swept;
    for (auto& [id, entry] : entries_) {
      if (entry.record.state != JobState::running || (!rules.all && entry.lease_ends > clock_.now())) continue;
      const int furthest = rules.furthest(id);
      entry.record.crashes = furthest > entry.furthest ? 1 : entry.record.crashes + 1;
      entry.furthest = std::max(entry.furthest, furthest);
      const bool give_up = entry.record.crashes > rules.most_crashes;
      if (give_up) {
        entry.record.state = JobState::failed;
        entry.record.error = rules.error(id);
      } else {
        wait_again(entry);
      }
      swept.push_back({entry.record.job, give_up});
    }
    return swept;
  }

  Result<std::optional<JobRecord>> latest(const EpisodeId& episode) override {
    auto record = latest_now(episode);
    if (after_latest) after_latest();
    return record;
  }

  Result<std::size_t> waiting() override {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [id, entry] : entries_) count += entry.record.state == JobState::waiting ? 1 : 0;
    return count;
  }

  // What happens as soon as somebody has asked for the latest job: another thread is quick.
  std::function<void()> after_latest = {};

  // So many calls of end() and of make_way() are refused, as by a broken disk.
  std::atomic<int> refused_ends = 0;
  std::atomic<int> refused_yields = 0;

 private:
  struct Entry {
    JobRecord record;
    long turn = 0;
    std::chrono::system_clock::time_point since{};
    std::chrono::system_clock::time_point not_before{};
    int yields = 0;
    std::chrono::system_clock::time_point lease_ends{};
    int furthest = 0;
  };

  static bool is_live(const Entry& entry) {
    return entry.record.state == JobState::waiting || entry.record.state == JobState::running;
  }

  bool due(const LiveJob& job) const {
    return job.not_before <= clock_.now() || job.not_before > clock_.now() + kLongestPostponement;
  }

  std::vector<LiveJob> live_now() const {
    std::map<long, LiveJob> by_turn;
    for (const auto& [id, entry] : entries_)
      if (is_live(entry) && episodes_.find(id))
        by_turn.emplace(entry.turn, LiveJob{entry.record.job, entry.record.state, entry.since, entry.not_before,
                                            entry.record.tries, entry.yields});
    std::vector<LiveJob> all;
    for (const auto& [turn, job] : by_turn) all.push_back(job);
    return all;
  }

  std::optional<JobRecord> latest_now(const EpisodeId& episode) {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(episode);
    if (it == entries_.end() || !episodes_.find(episode)) return std::nullopt;
    return it->second.record;
  }

  void wait_again(Entry& entry) {
    entry.record.state = JobState::waiting;
    entry.since = clock_.now();
    ++entry.record.job.attempt;
  }

  template <typename Change>
  Done change(const Job& job, Change&& change) {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(job.episode);
    if (it == entries_.end() || it->second.record.job != job || it->second.record.state != JobState::running)
      return failure(Fault::conflict, "this job belongs to a newer attempt, or to none any more");
    change(it->second);
    return {};
  }

  EpisodeStore& episodes_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<EpisodeId, Entry> entries_;
  long turns_ = 0;
  bool paused_ = false;
};

}  // namespace podpromo
