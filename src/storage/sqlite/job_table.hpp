#pragma once

#include "base/clock.hpp"
#include "storage/job_queue.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"

#include <initializer_list>
#include <string_view>

namespace podpromo {

class JobTable final : public JobQueue {
 public:
  // All outlive it.
  JobTable(Writer& writer, Reader& reader, const Clock& clock) : writer_(writer), reader_(reader), clock_(clock) {}

  Result<Job> put(const EpisodeId& episode) override;
  Result<std::optional<Job>> claim(std::chrono::milliseconds lease, const Pick& pick) override;
  Done beat(const Job& job, std::chrono::milliseconds lease) override;
  Done end(const Job& job, const std::optional<std::string>& error) override;
  Result<Job> release(const Job& job) override;
  Result<Job> make_way(const Job& job) override;
  Result<Job> postpone(const Job& job, std::chrono::system_clock::time_point not_before) override;
  Done cancel(const EpisodeId& episode) override;
  Result<Job> stop(const EpisodeId& episode, const std::string& error) override;
  Result<std::vector<Swept>> sweep(const SweepRules& rules) override;
  Done pause(bool paused) override;
  Result<bool> paused() override;
  Result<std::optional<JobRecord>> latest(const EpisodeId& episode) override;
  Result<std::vector<LiveJob>> live() override;
  Result<std::size_t> waiting() override;

 private:
  std::int64_t now_ms() const;
  Result<Job> wait_again(const Job& job, std::string_view sql, std::initializer_list<SqlValue> values);

  Writer& writer_;
  Reader& reader_;
  const Clock& clock_;
};

}  // namespace podpromo
