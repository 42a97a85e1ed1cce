#include "moments/evaluate.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(MomentScore, CountsALabelThatIsHalfCovered) {
  const std::vector<LabelledEpisode> episodes{{.labels = {{10, 20}}, .clips = {{100, 120}, {15, 60}}}};
  const MomentScore score = moment_score(episodes);
  EXPECT_EQ(score.hit_at_1, 0);
  EXPECT_EQ(score.hit_at_5, 1);
  EXPECT_EQ(score.recall_at_10, 1);
}

TEST(MomentScore, IsTheMeanOverEpisodes) {
  const std::vector<LabelledEpisode> episodes{{.labels = {{10, 20}, {50, 60}}, .clips = {{0, 30}}},
                                              {.labels = {{10, 20}}, .clips = {}}};
  const MomentScore score = moment_score(episodes);
  EXPECT_EQ(score.hit_at_1, 0.5);
  EXPECT_EQ(score.recall_at_10, 0.25);
}

TEST(MomentScore, LooksAtTheFirstTenOnly) {
  LabelledEpisode episode{.labels = {{1000, 1010}}, .clips = {}};
  for (int i = 0; i < 10; ++i) episode.clips.push_back({i * 20.0, i * 20.0 + 10});
  episode.clips.push_back({1000, 1010});
  EXPECT_EQ(moment_score(std::vector{episode}).hit_at_10, 0);
}

TEST(AdScore, CountsSecondsAndBlocks) {
  const std::vector<LabelledAds> episodes{{.truth = {{0, 100}, {500, 600}}, .found = {{20, 100}, {700, 720}}}};
  const AdScore score = ad_score(episodes);
  EXPECT_DOUBLE_EQ(score.precision, 0.8);
  EXPECT_DOUBLE_EQ(score.recall, 0.4);
  EXPECT_DOUBLE_EQ(score.f1, 2 * 80 / 300.0);
  EXPECT_DOUBLE_EQ(score.blocks_found, 0.5);
}

TEST(AdScore, OfNothingIsZero) { EXPECT_EQ(ad_score({}).f1, 0); }

}  // namespace
}  // namespace podpromo
