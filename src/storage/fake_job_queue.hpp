#pragma once

#include "base/clock.hpp"
#include "storage/episode_store.hpp"
#include "storage/job_queue.hpp"

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
    if (!is_new && (record.state == JobState::waiting || record.state == JobState::running))
      return failure(Fault::conflict, "the episode is being worked on already");
    record = {{episode, record.job.attempt + 1}};
    it->second.turn = ++turns_;
    it->second.furthest = 0;
    return record.job;
  }

  Result<std::optional<Job>> claim(std::chrono::milliseconds lease) override {
    const std::lock_guard lock(mutex_);
    Entry* first = nullptr;
    for (auto& [id, entry] : entries_)
      if (entry.record.state == JobState::waiting && (!first || entry.turn < first->turn)) first = &entry;
    if (!first) return std::nullopt;
    first->record.state = JobState::running;
    first->lease_ends = clock_.now() + lease;
    return first->record.job;
  }

  Done beat(const Job& job, std::chrono::milliseconds lease) override {
    return change(job, [&](Entry& entry) { entry.lease_ends = clock_.now() + lease; });
  }

  Done end(const Job& job, const std::optional<std::string>& error) override {
    return change(job, [&](Entry& entry) {
      entry.record.state = error ? JobState::failed : JobState::done;
      entry.record.error = error.value_or("");
    });
  }

  Result<Job> release(const Job& job) override {
    PODPROMO_TRY(change(job, [](Entry& entry) { wait_again(entry); }));
    return Job{job.episode, job.attempt + 1};
  }

  Done cancel(const EpisodeId& episode) override {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(episode);
    if (it == entries_.end()) return {};
    JobState& state = it->second.record.state;
    if (state == JobState::waiting || state == JobState::running) state = JobState::cancelled;
    return {};
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

 private:
  struct Entry {
    JobRecord record;
    long turn = 0;
    std::chrono::system_clock::time_point lease_ends{};
    int furthest = 0;
  };

  std::optional<JobRecord> latest_now(const EpisodeId& episode) {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(episode);
    if (it == entries_.end() || !episodes_.find(episode)) return std::nullopt;
    return it->second.record;
  }

  static void wait_again(Entry& entry) {
    entry.record.state = JobState::waiting;
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
};

}  // namespace podpromo
