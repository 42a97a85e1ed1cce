#include "moments/choose.hpp"

#include <algorithm>
#include <numeric>

namespace podpromo {

namespace {

constexpr std::size_t kNeighbours = 2;  // sentences
constexpr double kNearlySame = 0.03;
constexpr double kNearlySameForQuestion = 0.06;

bool overlaps(const Candidate& a, const Candidate& b) { return a.start < b.end && b.start < a.end; }

double cleanness(const Judged& judged) { return judged.features[Feature::opening].value_or(1); }

bool is_better_opening(const Judged& neighbour, const Judged& best) {
  const bool asks_first = neighbour.opens_with_question && !best.opens_with_question;
  const bool begins_with_what_led_to_it = best.follows_question && neighbour.clip.first < best.clip.first;
  if (asks_first || (begins_with_what_led_to_it && !neighbour.follows_question))
    return neighbour.score >= best.score - kNearlySameForQuestion;
  if (best.opens_with_question && !neighbour.opens_with_question) return false;
  return cleanness(neighbour) > cleanness(best) && neighbour.score >= best.score - kNearlySame;
}

class Choice {
 public:
  explicit Choice(std::span<const Judged> judged) : judged_(judged) {}

  std::vector<Judged> best(std::size_t count) {
    std::vector<std::size_t> order(judged_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return judged_[a].score > judged_[b].score; });
    for (const auto i : order) {
      if (chosen_.size() >= count) break;
      if (is_free(judged_[i].clip)) chosen_.push_back(judged_[with_better_opening(i)]);
    }
    std::ranges::stable_sort(chosen_, [](const auto& a, const auto& b) {
      return a.score != b.score ? a.score > b.score : a.clip.start < b.clip.start;
    });
    return std::move(chosen_);
  }

 private:
  bool is_free(const Candidate& clip) const {
    return std::ranges::none_of(chosen_, [&](const Judged& other) { return overlaps(clip, other.clip); });
  }

  std::size_t with_better_opening(std::size_t i) const {
    std::size_t best = i;
    const std::size_t from = i < kNeighbours ? 0 : i - kNeighbours;
    for (std::size_t k = from; k < std::min(i + kNeighbours + 1, judged_.size()); ++k) {
      const bool is_near = judged_[k].clip.first + kNeighbours >= judged_[i].clip.first &&
                           judged_[k].clip.first <= judged_[i].clip.first + kNeighbours;
      if (is_near && is_better_opening(judged_[k], judged_[best]) && is_free(judged_[k].clip)) best = k;
    }
    return best;
  }

  std::span<const Judged> judged_;
  std::vector<Judged> chosen_;
};

}  // namespace

std::vector<Judged> choose(std::span<const Judged> judged, std::size_t count) { return Choice(judged).best(count); }

}  // namespace podpromo
