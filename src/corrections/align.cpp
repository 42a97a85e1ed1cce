#include "corrections/align.hpp"

#include <algorithm>
#include <cstdlib>

namespace podpromo {

namespace {

using Sequence = std::span<const int>;
using Index = std::ptrdiff_t;

// A run of equal elements, [from, to), on a shortest way from one sequence to the other, about half way.
struct Snake {
  Index from_one = 0;
  Index from_other = 0;
  Index to_one = 0;
  Index to_other = 0;
};

// Furthest points reached on each diagonal with the changes spent so far, from one end. From the far end the sequences
// are read backwards.
class Front {
 public:
  Front(Sequence one, Sequence other, bool backwards)
      : one_(one),
        other_(other),
        backwards_(backwards),
        far_(one.size() + other.size() + 3, 0),
        middle_(static_cast<Index>(other.size()) + 1) {}

  Index at(Index diagonal) const { return far_[static_cast<std::size_t>(middle_ + diagonal)]; }

  // Goes on along `diagonal` with `changes` spent; the run of equals it ends in as indices from this end.
  Snake advance(Index diagonal, Index changes) {
    const bool down = diagonal == -changes || (diagonal != changes && at(diagonal - 1) < at(diagonal + 1));
    Index x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
    Snake run{.from_one = x, .from_other = x - diagonal};
    while (x < length(one_) && x - diagonal < length(other_) && equal(x, x - diagonal)) ++x;
    far_[static_cast<std::size_t>(middle_ + diagonal)] = x;
    run.to_one = x;
    run.to_other = x - diagonal;
    return run;
  }

  static Index length(Sequence sequence) { return static_cast<Index>(sequence.size()); }

 private:
  bool equal(Index x, Index y) const {
    const Index i = backwards_ ? length(one_) - 1 - x : x;
    const Index j = backwards_ ? length(other_) - 1 - y : y;
    return one_[static_cast<std::size_t>(i)] == other_[static_cast<std::size_t>(j)];
  }

  Sequence one_;
  Sequence other_;
  bool backwards_;
  std::vector<Index> far_;
  Index middle_;
};

// Both sequences hold something. Nothing when the way is longer than `most_changes`.
std::optional<Snake> middle_snake(Sequence one, Sequence other, std::size_t most_changes) {
  const Index n = Front::length(one);
  const Index m = Front::length(other);
  const Index delta = n - m;
  const bool odd = (delta & 1) != 0;
  Front ahead(one, other, false);
  Front back(one, other, true);
  for (Index d = 0; static_cast<std::size_t>(2 * d) <= most_changes + 1; ++d) {
    const Index lowest = -(d - 2 * std::max<Index>(0, d - m));
    const Index highest = d - 2 * std::max<Index>(0, d - n);
    for (Index k = lowest; k <= highest; k += 2) {
      const Snake run = ahead.advance(k, d);
      if (odd && std::abs(delta - k) <= d - 1 && run.to_one + back.at(delta - k) >= n) return run;
    }
    for (Index k = lowest; k <= highest; k += 2) {
      const Snake run = back.advance(k, d);
      if (!odd && std::abs(delta - k) <= d && run.to_one + ahead.at(delta - k) >= n)
        return Snake{n - run.to_one, m - run.to_other, n - run.from_one, m - run.from_other};
    }
  }
  return std::nullopt;
}

// A stretch of each sequence, and where it begins in the whole.
struct Stretch {
  Sequence one;
  Sequence other;
  std::size_t at_one = 0;
  std::size_t at_other = 0;

  Stretch before(const Snake& run) const {
    return {one.first(static_cast<std::size_t>(run.from_one)), other.first(static_cast<std::size_t>(run.from_other)),
            at_one, at_other};
  }
  Stretch after(const Snake& run) const {
    const auto x = static_cast<std::size_t>(run.to_one);
    const auto y = static_cast<std::size_t>(run.to_other);
    return {one.subspan(x), other.subspan(y), at_one + x, at_other + y};
  }
};

class Matcher {
 public:
  explicit Matcher(std::size_t most_changes) : most_changes_(most_changes) {}

  // False when too much differs. What is equal at both ends needs no search; between them lie at least two changes, so
  // each half has fewer.
  // NOLINTNEXTLINE(misc-no-recursion): a half has half the changes, so it goes as deep as their logarithm.
  bool match(Stretch part) {
    const std::size_t head = take_head(part);
    add(part.at_one - head, part.at_other - head, head);
    const std::size_t tail = take_tail(part);
    if (!part.one.empty() && !part.other.empty()) {
      const auto run = middle_snake(part.one, part.other, most_changes_);
      if (!run || !match(part.before(*run))) return false;
      add(part.at_one + static_cast<std::size_t>(run->from_one),
          part.at_other + static_cast<std::size_t>(run->from_other),
          static_cast<std::size_t>(run->to_one - run->from_one));
      if (!match(part.after(*run))) return false;
    }
    add(part.at_one + part.one.size(), part.at_other + part.other.size(), tail);
    return true;
  }

  Pairs take() { return std::move(pairs_); }

 private:
  static std::size_t take_head(Stretch& part) {
    const auto ends = std::ranges::mismatch(part.one, part.other);
    const auto head = static_cast<std::size_t>(ends.in1 - part.one.begin());
    part = part.after({.to_one = static_cast<Index>(head), .to_other = static_cast<Index>(head)});
    return head;
  }
  static std::size_t take_tail(Stretch& part) {
    std::size_t tail = 0;
    const std::size_t most = std::min(part.one.size(), part.other.size());
    while (tail < most && part.one[part.one.size() - 1 - tail] == part.other[part.other.size() - 1 - tail]) ++tail;
    part.one = part.one.first(part.one.size() - tail);
    part.other = part.other.first(part.other.size() - tail);
    return tail;
  }
  void add(std::size_t one, std::size_t other, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) pairs_.emplace_back(one + i, other + i);
  }

  std::size_t most_changes_;
  Pairs pairs_;
};

}  // namespace

std::optional<Pairs> same_places(std::span<const int> one, std::span<const int> other, std::size_t most_changes) {
  Matcher matcher(most_changes);
  if (!matcher.match({.one = one, .other = other})) return std::nullopt;
  return matcher.take();
}

}  // namespace podpromo
