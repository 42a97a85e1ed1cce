#include "speech/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<PackedChunk> packed(const std::vector<VoiceSpan>& spans) { return pack_chunks(spans); }

TEST(Pack, MakesNoChunksOfSilence) { EXPECT_THAT(packed({}), IsEmpty()); }

TEST(Pack, JoinsOverShortPauses) {
  EXPECT_THAT(packed({{0, 5}, {6, 9}, {10.4, 12}}), ElementsAre(PackedChunk{{0, 12}, 0, 3}));
}

TEST(Pack, CutsAtAPauseOfOneAndAHalfSeconds) {
  EXPECT_THAT(packed({{0, 5}, {6.5, 9}}), ElementsAre(PackedChunk{{0, 5}, 0, 1}, PackedChunk{{6.5, 9}, 1, 2}));
}

TEST(Pack, FillsAChunkUpToItsLimitAndNotBeyond) {
  EXPECT_THAT(packed({{1, 20}, {20.5, 30}, {30.2, 31}}),
              ElementsAre(PackedChunk{{1, 30}, 0, 2}, PackedChunk{{30.2, 31}, 2, 3}));
}

TEST(Pack, MakesLongChunksForEnginesThatLikeThem) {
  const std::vector<VoiceSpan> spans = {{0, 20}, {23, 50}, {60, 80}};
  EXPECT_THAT(pack_chunks(spans, {}, {.longest_s = 600, .longest_pause_s = 5}),
              ElementsAre(PackedChunk{{0, 50}, 0, 2}, PackedChunk{{60, 80}, 2, 3}));
}

TEST(Pack, KeepsALongSpanWhole) {
  EXPECT_THAT(packed({{0, 28.5}, {28.6, 29.5}}),
              ElementsAre(PackedChunk{{0, 28.5}, 0, 1}, PackedChunk{{28.6, 29.5}, 1, 2}));
}

TEST(Pack, CutsWhereSomebodyElseSpeaks) {
  const std::vector<VoiceSpan> spans{{0, 5}, {5.4, 9}, {9.4, 12}};
  EXPECT_THAT(pack_chunks(spans, {false, true, false}),
              ElementsAre(PackedChunk{{0, 5}, 0, 1}, PackedChunk{{5.4, 12}, 1, 3}));
}

}  // namespace
}  // namespace podpromo
