#pragma once

#include "base/clock.hpp"
#include "storage/job_queue.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"

namespace podpromo {

class JobTable final : public JobQueue {
 public:
  // All outlive it.
  JobTable(Writer& writer, Reader& reader, const Clock& clock) : writer_(writer), reader_(reader), clock_(clock) {}

  Result<Job> put(const EpisodeId& episode) override;
  Result<std::optional<Job>> claim(std::chrono::milliseconds lease) override;
  Done beat(const Job& job, std::chrono::milliseconds lease) override;
  Done end(const Job& job, const std::optional<std::string>& error) override;
  Result<Job> release(const Job& job) override;
  Done cancel(const EpisodeId& episode) override;
  Result<std::vector<Swept>> sweep(const SweepRules& rules) override;
  Result<std::optional<JobRecord>> latest(const EpisodeId& episode) override;
  Result<std::size_t> waiting() override;

 private:
  std::int64_t now_ms() const;

  Writer& writer_;
  Reader& reader_;
  const Clock& clock_;
};

}  // namespace podpromo
