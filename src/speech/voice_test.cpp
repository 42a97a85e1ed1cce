#include "speech/voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double kWindow = 0.1;

// `count` windows of the same probability.
void append(std::vector<float>& probabilities, std::size_t count, float p) {
  probabilities.insert(probabilities.end(), count, p);
}

TEST(Voice, FindsNoneInSilence) { EXPECT_THAT(voice_spans(std::vector<float>(100, 0.1F), kWindow), IsEmpty()); }

TEST(Voice, FindsNoneInNothing) { EXPECT_THAT(voice_spans({}, kWindow), IsEmpty()); }

TEST(Voice, GivesEachSpanAirOnBothSides) {
  std::vector<float> p;
  append(p, 10, 0);
  append(p, 20, 0.9F);
  append(p, 10, 0);
  EXPECT_THAT(voice_spans(p, kWindow), ElementsAre(VoiceSpan{0.85, 3.15}));
}

TEST(Voice, GoesOnThroughDoubt) {
  std::vector<float> p;
  append(p, 10, 0.9F);
  append(p, 10, 0.4F);  // under the threshold of beginning, above that of ending
  append(p, 10, 0.9F);
  EXPECT_THAT(voice_spans(p, kWindow), ElementsAre(VoiceSpan{0, 3}));
}

TEST(Voice, GoesOnThroughABreath) {
  std::vector<float> p;
  append(p, 10, 0.9F);
  append(p, 2, 0);
  append(p, 10, 0.9F);
  EXPECT_THAT(voice_spans(p, kWindow), ElementsAre(VoiceSpan{0, 2.2}));
}

TEST(Voice, SharesAShortPauseBetweenNeighbours) {
  std::vector<float> p;
  append(p, 10, 0.9F);
  append(p, 3, 0);
  append(p, 10, 0.9F);
  EXPECT_THAT(voice_spans(p, 0.08), ElementsAre(VoiceSpan{0, 1.84}));
  EXPECT_THAT(voice_spans(p, kWindow), ElementsAre(VoiceSpan{0, 1.15}, VoiceSpan{1.15, 2.3}));
}

TEST(Voice, IgnoresAClick) {
  std::vector<float> p;
  append(p, 10, 0);
  append(p, 2, 0.9F);
  append(p, 10, 0);
  EXPECT_THAT(voice_spans(p, kWindow), IsEmpty());
}

TEST(Voice, EndsWithTheSound) {
  std::vector<float> p;
  append(p, 10, 0);
  append(p, 10, 0.9F);
  EXPECT_THAT(voice_spans(p, kWindow), ElementsAre(VoiceSpan{0.85, 2}));
}

TEST(Voice, CutsEndlessSpeechWhereItIsWeakest) {
  std::vector<float> p(400, 0.9F);
  p[200] = 0.4F;
  const auto spans = voice_spans(p, kWindow);
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_DOUBLE_EQ(spans[0].end, 20);
  EXPECT_DOUBLE_EQ(spans[1].start, 20);
}

}  // namespace
}  // namespace podpromo
