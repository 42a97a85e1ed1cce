#pragma once

#include "jobs/cost_book.hpp"
#include "jobs/fair_order.hpp"
#include "jobs/workshop.hpp"

#include <set>
#include <vector>

namespace podpromo {

// Who may run next: brings what queue, store and board say of the jobs to the fair order. All it is given outlives it;
// any thread may call.
class Turns {
 public:
  Turns(const WorkshopParts& parts, const CostBook& costs) : parts_(parts), costs_(costs) {}

  Standing standing(const LiveJob& job) const;
  bool is_long(const EpisodeId& id) const;
  // For JobQueue::claim(). `busy` are episodes that nobody else may begin: somebody is at them, or is just stopping.
  std::optional<std::size_t> pick(std::span<const LiveJob> line, const std::set<EpisodeId>& busy, int workers) const;
  // Whether the running job should stop at this border, because the line would go on with a much shorter one.
  bool should_make_way(const EpisodeId& running) const;
  // All that waits, those who begin first first.
  Result<std::vector<LiveJob>> line() const;
  // Milliseconds until the next postponed job may begin; nothing when there is none.
  std::optional<std::chrono::milliseconds> until_next() const;

 private:
  double work_s(const EpisodeId& id) const;

  const WorkshopParts& parts_;
  const CostBook& costs_;
};

}  // namespace podpromo
