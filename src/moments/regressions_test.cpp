// What an earlier implementation of this product got wrong, each as the sentence that must hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <limits>

#include "moments/find_moments.hpp"
#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Moments moments_of(const Transcript& words, const Sound& sound, const MomentOptions& options = {}) {
  return find_moments(EpisodeId::of_content(std::string(64, 'c')), words, sound, options);
}
Moments moments_of(const test::Speech& speech) { return moments_of(speech.words(), speech.sound()); }

TEST(Regressions, AWordAtZeroIsNotDropped) {
  const Moments moments = moments_of(test::Speech().says(test::kStrongPassage).says("Fine."));
  ASSERT_THAT(moments.clips, SizeIs(1));
  EXPECT_EQ(moments.clips[0].first_word, 0U);
  EXPECT_EQ(moments.clips[0].start, 0.0);
  EXPECT_THAT(moments.clips[0].text, testing::StartsWith("The biggest mistake"));
}

TEST(Regressions, APassageLateInALongEpisodeKeepsItsLength) {
  const Moments moments = moments_of(test::Speech().murmurs(3000).says(test::kStrongPassage).murmurs(200));
  EXPECT_GT(moments.clips[0].start, 2900);
  EXPECT_THAT(moments.clips[0].text, HasSubstr("Nobody tells you the secret"));
  EXPECT_GT(moments.clips[0].duration(), 25);
}

TEST(Regressions, AStrongPassageIsNotSwampedByConstants) {
  const Moments strong = moments_of(test::Speech().says(test::kStrongPassage));
  const Moments bland = moments_of(test::Speech().murmurs(30));
  EXPECT_GT(strong.clips.at(0).score, bland.clips.at(0).score + 0.3);
}

TEST(Regressions, EverydayWordsDontMakeAClipAnAd) {
  const Moments moments =
      moments_of(test::Speech()
                     .murmurs(60)
                     .says("He taught himself to visit my mother, otherwise nobody ever would. "
                           "Honey is the best and most brilliant thing, and the notion of a square anchor is wrong. "
                           "The truth is that people never keep what they love, and that is the hardest lesson. "
                           "You always think it is a skill to please an audience, and it is never that.")
                     .murmurs(60));
  EXPECT_THAT(moments.ads, IsEmpty());
  EXPECT_THAT(moments.clips.at(0).text, HasSubstr("notion of a square anchor"));
}

TEST(Regressions, TheTextIsWhatIsHeardBetweenTheEdges) {
  const test::Speech speech = test::Speech().murmurs(200).says(test::kStrongPassage).murmurs(200);
  for (const auto& clip : moments_of(speech).clips) {
    std::string heard;
    for (const auto& word : speech.words().words)
      if (word.start >= clip.start && word.end <= clip.end) heard += (heard.empty() ? "" : " ") + word.text;
    EXPECT_EQ(clip.text, heard);
    EXPECT_EQ(clip.text, text_of(speech.words(), clip.first_word, clip.last_word));
  }
}

TEST(Regressions, NoEdgeCutsIntoAWord) {
  const test::Speech speech = test::Speech().murmurs(400);
  for (const auto& clip : moments_of(speech).clips) {
    for (const auto& word : speech.words().words) {
      EXPECT_FALSE(word.start < clip.start && clip.start < word.end) << word.text;
      EXPECT_FALSE(word.start < clip.end && clip.end < word.end) << word.text;
    }
  }
}

TEST(Regressions, OneBrokenWordDoesNotCostTheOtherClips) {
  const test::Speech speech = test::Speech().murmurs(100).says(test::kStrongPassage).murmurs(300);
  Transcript words = speech.words();
  words.words[1000].start = std::numeric_limits<double>::quiet_NaN();
  words.words[1001].end = -5;
  words.words[1002].text.clear();
  const Moments moments = moments_of(words, speech.sound());
  EXPECT_THAT(moments.clips, SizeIs(testing::Ge(3)));
  EXPECT_THAT(moments.clips[0].text, HasSubstr("Nobody tells you the secret"));
}

TEST(Regressions, AnEpisodeWithSpeechNeverEndsWithNothingAndNoReason) {
  for (int seconds = 0; seconds < 30; ++seconds) {
    const Moments moments = moments_of(test::Speech().murmurs(seconds));
    EXPECT_NE(moments.clips.empty(), moments.no_clips_reason.empty()) << seconds;
  }
}

TEST(Regressions, TheWorstClipIsNotZeroAndTheBestNotAHundred) {
  const Moments moments = moments_of(test::Speech().murmurs(1200));
  EXPECT_GT(moments.clips.back().score, 0.05);
  EXPECT_LT(moments.clips.front().score, 0.9);
}

// Scores may not depend on the order of magnitude of the rest of the episode.
TEST(Regressions, AScoreDoesNotDependOnHowGoodTheOtherClipsAre) {
  const Moments among_bland = moments_of(test::Speech().murmurs(200).says(test::kStrongPassage).pause(5).murmurs(200));
  const Moments alone = moments_of(test::Speech().says(test::kStrongPassage));
  EXPECT_NEAR(among_bland.clips[0].score, alone.clips[0].score, 0.15);
}

TEST(Regressions, WordsWithoutPausesStillGiveClips) {
  test::Speech speech = test::Speech().murmurs(200);
  Transcript words = speech.words();
  for (std::size_t i = 0; i + 1 < words.words.size(); ++i) words.words[i].end = words.words[i + 1].start;
  const Moments moments = moments_of(words, speech.sound());
  EXPECT_THAT(moments.clips, Not(IsEmpty()));
  EXPECT_THAT(moments.relaxation, IsEmpty());
}

TEST(Regressions, NothingReachesBeyondTheEpisode) {
  const test::Speech speech = test::Speech().murmurs(40);
  Sound sound = speech.sound();
  sound.duration_s = speech.words().words.back().end + 0.1;
  for (const auto& clip : moments_of(speech.words(), sound).clips) {
    EXPECT_GE(clip.start, 0);
    EXPECT_LE(clip.end, sound.duration_s + 1e-9);
  }
}

TEST(Regressions, TenHoursTakeSeconds) {
  const test::Speech speech = test::Speech().murmurs(36000);
  // Of the processor's time, which other tests take none of: 1 s in release, far more under asan.
  const std::clock_t began = std::clock();
  EXPECT_THAT(moments_of(speech).clips, SizeIs(12));
  EXPECT_LT(std::clock() - began, 100 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace podpromo
