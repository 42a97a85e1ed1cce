#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace podpromo {

// One job as the order of turns sees it, in seconds.
struct Standing {
  double work_s = 0;    // what is left to do, as far as can be told
  double waited_s = 0;  // for its turn; of a running job: how long it has run since it got it
  int yields = 0;       // times it made way before
};

// Longer work than this is long; with several workers one is kept free of it.
inline constexpr double kLongWorkS = 15 * 60;
// Who has waited so long goes first, however long the work.
inline constexpr double kOverdueS = 60 * 60;
// A running job makes way only with at least this much left to do, for one that is at least ten times shorter, after
// a turn of two minutes, and so many times at most.
inline constexpr double kLeastToMakeWayS = 10 * 60;
inline constexpr double kMuchShorter = 10;
inline constexpr double kTurnS = 2 * 60;
inline constexpr int kMostYields = 24;

// The fair order of jobs that wait, as indices into `line`, which is in the order they came: first those that are
// overdue, by how long they wait; then by (waited + work) / work, so that short ones come early and none waits for
// ever; equals as they came. Pure.
std::vector<std::size_t> fair_order(std::span<const Standing> line);

struct Lanes {
  int workers = 1;
  int long_running = 0;  // workers that are at long work
};
// Who begins next; nothing when only long jobs wait and the one worker who is left is kept for short ones.
std::optional<std::size_t> next_in_line(std::span<const Standing> line, const Lanes& lanes);

// Whether a running job should stop at the next border of its work and let the line go on: somebody waits whose work
// is so much shorter that waiting is out of proportion. The number of times is bounded, so a job always gets to its
// end.
bool should_make_way(const Standing& running, std::span<const Standing> line);

}  // namespace podpromo
