#include "speech/whisper/batched/warped_times.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace podpromo {

namespace {

constexpr std::size_t kMedianOf = 7;  // frames: single ones that stick out say nothing

using Rows = std::vector<std::vector<double>>;

// Each share relative to what other tokens give the same frame: some frames are looked at all the time.
Rows set_apart(const TextAttention& attention, const HeadAttention& head) {
  Rows rows(attention.tokens, std::vector<double>(attention.frames));
  const auto share = [&](std::size_t token, std::size_t frame) {
    return static_cast<double>(head.shares[token * attention.frames + frame]);
  };
  const auto count = static_cast<double>(attention.tokens);
  for (std::size_t frame = 0; frame < attention.frames; ++frame) {
    double sum = 0, squares = 0;
    for (std::size_t token = 0; token < attention.tokens; ++token) sum += share(token, frame);
    const double mean = sum / count;
    for (std::size_t token = 0; token < attention.tokens; ++token) squares += std::pow(share(token, frame) - mean, 2);
    const double spread = std::sqrt(squares / count) + 1e-9;
    for (std::size_t token = 0; token < attention.tokens; ++token)
      rows[token][frame] = (share(token, frame) - mean) / spread;
  }
  return rows;
}

// The median around each frame; beyond the edges the row is mirrored.
std::vector<double> smoothed(const std::vector<double>& row) {
  const auto last = static_cast<std::ptrdiff_t>(row.size()) - 1;
  constexpr auto kHalf = static_cast<std::ptrdiff_t>(kMedianOf / 2);
  std::vector<double> smooth(row.size());
  for (std::ptrdiff_t at = 0; at <= last; ++at) {
    std::array<double, kMedianOf> around{};
    for (std::ptrdiff_t i = -kHalf; i <= kHalf; ++i) {
      const std::ptrdiff_t mirrored = std::abs(at + i) > last ? 2 * last - std::abs(at + i) : std::abs(at + i);
      around[static_cast<std::size_t>(i + kHalf)] =
          row[static_cast<std::size_t>(std::clamp(mirrored, std::ptrdiff_t{0}, last))];
    }
    std::nth_element(around.begin(), around.begin() + kHalf, around.end());
    smooth[static_cast<std::size_t>(at)] = around[kHalf];
  }
  return smooth;
}

// What all heads together say about the tokens that count.
Rows agreed(const TextAttention& attention, std::size_t prompt) {
  Rows sum(attention.tokens - prompt, std::vector<double>(attention.frames));
  for (const HeadAttention& head : attention.heads) {
    const Rows rows = set_apart(attention, head);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const auto smooth = smoothed(rows[prompt - 1 + i]);
      std::transform(sum[i].begin(), sum[i].end(), smooth.begin(), sum[i].begin(), std::plus<>());
    }
  }
  return sum;
}

enum class Step : std::uint8_t { both, row, frame };

// For every row and frame, the last step of the best way there from the first row and frame.
std::vector<std::vector<Step>> best_steps(const Rows& rows) {
  const std::size_t frames = rows.front().size();
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<std::vector<Step>> steps(rows.size(), std::vector<Step>(frames, Step::frame));
  std::vector<double> above(frames + 1, kNever);  // costs of the row before, one place to the right
  above[0] = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::vector<double> costs(frames + 1, kNever);
    for (std::size_t frame = 0; frame < frames; ++frame) {
      const double both = above[frame], down = above[frame + 1], along = costs[frame];
      const double best = std::min({both, down, along});
      steps[row][frame] = best == both ? Step::both : best == down ? Step::row : Step::frame;
      costs[frame + 1] = best - rows[row][frame];
    }
    above = std::move(costs);
  }
  return steps;
}

// The first frame of each row on the best way.
std::vector<std::size_t> first_frames(const Rows& rows) {
  const auto steps = best_steps(rows);
  std::vector<std::size_t> first(rows.size(), 0);
  std::size_t row = rows.size() - 1, frame = rows.front().size() - 1;
  while (true) {
    first[row] = frame;
    const Step step = steps[row][frame];
    if ((step != Step::frame && row == 0) || (step != Step::row && frame == 0)) return first;
    if (step != Step::frame) --row;
    if (step != Step::row) --frame;
  }
}

}  // namespace

std::vector<std::size_t> token_ends(const TextAttention& attention, std::size_t prompt) {
  if (attention.tokens < prompt + 2 || attention.frames == 0 || attention.heads.empty()) return {};
  auto first = first_frames(agreed(attention, prompt));
  first.erase(first.begin());
  return first;
}

}  // namespace podpromo
