#include "moments/evaluate.hpp"

#include <algorithm>

namespace podpromo {

namespace {

double length(TimeSpan span) { return std::max(0.0, span.end - span.start); }

double overlap(TimeSpan a, TimeSpan b) { return length({std::max(a.start, b.start), std::min(a.end, b.end)}); }

double total(std::span<const TimeSpan> spans) {
  double sum = 0;
  for (const auto& span : spans) sum += length(span);
  return sum;
}

bool is_hit(TimeSpan label, std::span<const TimeSpan> clips, std::size_t first_clips) {
  return std::ranges::any_of(clips.first(std::min(first_clips, clips.size())),
                             [&](TimeSpan clip) { return covered_share(label, clip) >= 0.5; });
}

bool any_hit(const LabelledEpisode& episode, std::size_t first_clips) {
  return std::ranges::any_of(episode.labels, [&](TimeSpan label) { return is_hit(label, episode.clips, first_clips); });
}

bool is_found(TimeSpan block, std::span<const TimeSpan> found) {
  return std::ranges::any_of(found, [&](TimeSpan other) {
    const double both = overlap(block, other);
    return both >= 0.5 * (length(block) + length(other) - both);
  });
}

}  // namespace

double covered_share(TimeSpan part, TimeSpan whole) {
  return length(part) > 0 ? overlap(part, whole) / length(part) : 0;
}

MomentScore moment_score(std::span<const LabelledEpisode> episodes) {
  MomentScore score{.episodes = episodes.size()};
  if (episodes.empty()) return score;
  for (const auto& episode : episodes) {
    score.hit_at_1 += any_hit(episode, 1);
    score.hit_at_5 += any_hit(episode, 5);
    score.hit_at_10 += any_hit(episode, 10);
    const auto hits =
        std::ranges::count_if(episode.labels, [&](TimeSpan label) { return is_hit(label, episode.clips, 10); });
    if (!episode.labels.empty())
      score.recall_at_10 += static_cast<double>(hits) / static_cast<double>(episode.labels.size());
  }
  for (double* share : {&score.hit_at_1, &score.hit_at_5, &score.hit_at_10, &score.recall_at_10})
    *share /= static_cast<double>(episodes.size());
  return score;
}

AdScore ad_score(std::span<const LabelledAds> episodes) {
  double both = 0, labelled = 0, found = 0, blocks = 0, blocks_found = 0;
  for (const auto& episode : episodes) {
    labelled += total(episode.truth);
    found += total(episode.found);
    for (const auto& block : episode.truth) {
      for (const auto& other : episode.found) both += overlap(block, other);
      blocks += 1;
      blocks_found += is_found(block, episode.found);
    }
  }
  AdScore score;
  if (found > 0) score.precision = both / found;
  if (labelled > 0) score.recall = both / labelled;
  if (found + labelled > 0) score.f1 = 2 * both / (found + labelled);
  if (blocks > 0) score.blocks_found = blocks_found / blocks;
  return score;
}

}  // namespace podpromo
