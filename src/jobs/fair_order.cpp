#include "jobs/fair_order.hpp"

#include <algorithm>
#include <numeric>

namespace podpromo {

namespace {

// Less work than this makes no difference: everything has a beginning and an end.
constexpr double kLeastWorkS = 5;

double ratio(const Standing& job) {
  const double work = std::max(job.work_s, kLeastWorkS);
  return (std::max(job.waited_s, 0.0) + work) / work;
}

bool goes_before(const Standing& one, const Standing& other) {
  const bool overdue = one.waited_s >= kOverdueS;
  if (overdue != (other.waited_s >= kOverdueS)) return overdue;
  return overdue ? one.waited_s > other.waited_s : ratio(one) > ratio(other);
}

}  // namespace

std::vector<std::size_t> fair_order(std::span<const Standing> line) {
  std::vector<std::size_t> order(line.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return goes_before(line[a], line[b]); });
  return order;
}

std::optional<std::size_t> next_in_line(std::span<const Standing> line, const Lanes& lanes) {
  const bool short_only = lanes.workers > 1 && lanes.long_running >= lanes.workers - 1;
  for (const std::size_t at : fair_order(line))
    if (!short_only || line[at].work_s <= kLongWorkS) return at;
  return std::nullopt;
}

bool should_make_way(const Standing& running, std::span<const Standing> line) {
  if (running.work_s < kLeastToMakeWayS || running.waited_s < kTurnS || running.yields >= kMostYields) return false;
  return std::ranges::any_of(line,
                             [&](const Standing& other) { return other.work_s * kMuchShorter <= running.work_s; });
}

}  // namespace podpromo
