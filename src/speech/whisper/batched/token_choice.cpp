#include "speech/whisper/batched/token_choice.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace podpromo {

namespace {

constexpr std::size_t kRowStep = 16;  // ggml's quick kernels take rows by 16
constexpr double kLeastProbability = 1e-20;

// std::max_element, but in lanes, which the compiler makes into wide instructions.
std::size_t place_of_highest(std::span<const float> values) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> highest{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      highest[lane] = values[i + lane] > highest[lane] ? values[i + lane] : highest[lane];
  float best = *std::max_element(highest.begin(), highest.end());
  for (; i < values.size(); ++i) best = std::max(best, values[i]);
  const auto found = std::find(values.begin(), values.end(), best);
  return found == values.end() ? 0 : static_cast<std::size_t>(found - values.begin());
}

}  // namespace

std::size_t tokens_to_choose_from(const Vocabulary& vocabulary) {
  return (static_cast<std::size_t>(vocabulary.end()) + kRowStep) / kRowStep * kRowStep;
}

std::vector<Choice> likeliest(std::span<const float> odds, std::size_t count, const Taste& taste) {
  const auto end = static_cast<std::size_t>(taste.vocabulary.end());
  std::vector<float> allowed(odds.begin(), odds.begin() + static_cast<std::ptrdiff_t>(end) + 1);
  double ruled_out = std::accumulate(odds.begin() + static_cast<std::ptrdiff_t>(end) + 1, odds.end(), 0.0);
  if (taste.is_first) {
    ruled_out += std::exchange(allowed[end], 0.0F);
    if (const int blank = taste.vocabulary.blank(); blank >= 0)
      ruled_out += std::exchange(allowed[static_cast<std::size_t>(blank)], 0.0F);
  }
  for (const Boost& boost : taste.boosts)
    allowed[static_cast<std::size_t>(boost.token)] *= static_cast<float>(boost.factor);
  std::vector<Choice> choices;
  while (choices.size() < count) {
    const std::size_t best = place_of_highest(allowed);
    allowed[best] = 0;
    const auto odds_of_best = static_cast<double>(odds[best]);
    const double rest = std::max({1 - ruled_out, odds_of_best, kLeastProbability});
    choices.push_back({static_cast<int>(best), std::max(odds_of_best / rest, kLeastProbability)});
    const auto boost = std::find_if(taste.boosts.begin(), taste.boosts.end(),
                                    [&](const Boost& one) { return one.token == choices.back().token; });
    if (boost != taste.boosts.end()) choices.back().boost = boost->factor;
  }
  return choices;
}

}  // namespace podpromo
