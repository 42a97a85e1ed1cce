#include "speech/whisper/batched/warped_times.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kPrompt = 4;

// Attention of one head: while token i after the prompt is awaited, it looks at the frames from spoken[i] to
// spoken[i + 1]; the last of them is where the text has ended.
TextAttention looking_at(const std::vector<std::size_t>& spoken, std::size_t frames) {
  TextAttention attention{kPrompt + spoken.size(), frames, {}};
  HeadAttention head{std::vector<float>(attention.tokens * frames, 0.001F)};
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    const std::size_t end = i + 1 < spoken.size() ? spoken[i + 1] : frames;
    for (std::size_t frame = spoken[i]; frame < end; ++frame) head.shares[(kPrompt - 1 + i) * frames + frame] = 0.1F;
  }
  attention.heads.push_back(head);
  return attention;
}

TEST(WarpedTimes, EndATokenWhereTheNextBegins) {
  EXPECT_THAT(token_ends(looking_at({0, 20, 45, 80}, 100), kPrompt), ElementsAre(20, 45, 80));
}

TEST(WarpedTimes, AreNotMisledByAHeadThatLooksElsewhereForAMoment) {
  auto attention = looking_at({0, 20, 45, 80}, 100);
  attention.heads[0].shares[(kPrompt - 1) * 100 + 70] = 0.5F;
  EXPECT_THAT(token_ends(attention, kPrompt), ElementsAre(20, 45, 80));
}

TEST(WarpedTimes, AgreeOnWhatMostHeadsSay) {
  auto attention = looking_at({0, 20, 45, 80}, 100);
  attention.heads.push_back(attention.heads[0]);
  attention.heads.push_back(looking_at({0, 60, 70, 90}, 100).heads[0]);
  EXPECT_THAT(token_ends(attention, kPrompt), ElementsAre(20, 45, 80));
}

TEST(WarpedTimes, ComeInOrderWhateverTheHeadsDo) {
  const TextAttention nowhere{kPrompt + 4, 50, {{std::vector<float>((kPrompt + 4) * 50, 0.02F)}}};
  const auto ends = token_ends(nowhere, kPrompt);
  EXPECT_EQ(ends.size(), 3U);
  EXPECT_TRUE(std::is_sorted(ends.begin(), ends.end()));
}

TEST(WarpedTimes, OfMoreTokensThanFramesAreStillOnePerToken) {
  EXPECT_EQ(token_ends(looking_at({0, 1, 1, 2, 2, 2}, 3), kPrompt).size(), 5U);
}

TEST(WarpedTimes, OfAnEmptyTextAreNone) {
  EXPECT_THAT(token_ends(looking_at({0}, 10), kPrompt), IsEmpty());
  EXPECT_THAT(token_ends(TextAttention{kPrompt + 3, 0, {}}, kPrompt), IsEmpty());
}

}  // namespace
}  // namespace podpromo
