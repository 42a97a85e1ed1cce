#include "moments/find_moments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

Moments moments_of(const test::Speech& speech, const MomentOptions& options = {}) {
  return find_moments(EpisodeId::of_content(std::string(64, 'a')), speech.words(), speech.sound(), options);
}

bool overlap(const Clip& a, const Clip& b) { return a.start < b.end && b.start < a.end; }

TEST(FindMoments, PutsAStrongPassageFirst) {
  const test::Speech speech = test::Speech().murmurs(180).says(test::kStrongPassage).pause(0.5).murmurs(180);
  const Moments moments = moments_of(speech);
  ASSERT_THAT(moments.clips, SizeIs(testing::Ge(2)));
  EXPECT_THAT(moments.clips[0].text, HasSubstr("Nobody tells you the secret"));
  EXPECT_GT(moments.clips[0].score, moments.clips[1].score + 0.1);
  EXPECT_THAT(moments.relaxation, IsEmpty());
  EXPECT_THAT(moments.no_clips_reason, IsEmpty());
}

TEST(FindMoments, LeavesGreetingsAndGoodbyesOut) {
  const Moments moments =
      moments_of(test::Speech()
                     .says("Welcome back to the biggest show. Today my guest is the best baker of the world.")
                     .says("Thank you for having me.")
                     .says(test::kStrongPassage)
                     .murmurs(200)
                     .says("Thank you for listening, everybody. You are the best people, and I never lie. Bye."));
  ASSERT_THAT(moments.clips, Not(IsEmpty()));
  EXPECT_THAT(moments.clips[0].text, StartsWith("The biggest mistake people make"));
  for (const auto& clip : moments.clips) {
    EXPECT_THAT(clip.text, Not(HasSubstr("Thank you for")));
    EXPECT_THAT(clip.text, Not(HasSubstr("best people")));
  }
  EXPECT_THAT(moments.relaxation, IsEmpty());
}

TEST(FindMoments, TakesAGreetingWhenThereIsNothingElse) {
  const Moments moments = moments_of(test::Speech().says("Welcome to the show.").murmurs(8));
  EXPECT_THAT(moments.clips, SizeIs(1));
  EXPECT_THAT(moments.relaxation, Not(IsEmpty()));
}

TEST(FindMoments, GivesScoresThatLookTheSameInEveryEpisode) {
  const Moments strong = moments_of(test::Speech().murmurs(120).says(test::kStrongPassage).murmurs(120));
  const Moments bland = moments_of(test::Speech().murmurs(300));
  EXPECT_GT(strong.clips[0].score, 0.6);
  EXPECT_LT(strong.clips[0].score, 0.99);
  EXPECT_LT(bland.clips[0].score, 0.5);
  EXPECT_GT(bland.clips.back().score, 0.01);
}

TEST(FindMoments, KeepsAQuestionWithItsAnswer) {
  const Moments moments = moments_of(
      test::Speech().murmurs(120).says("Why do so many people never start?").says(test::kStrongPassage).murmurs(120));
  EXPECT_THAT(moments.clips[0].text, StartsWith("Why do so many people never start?"));
  EXPECT_THAT(moments.clips[0].reasons, Contains("Question kept with its answer"));
}

TEST(FindMoments, KeepsAQuestionWithTheAnswerOfAnotherSpeaker) {
  const Moments moments = moments_of(test::Speech()
                                         .murmurs(60, 0)
                                         .says("Why do so many people never start?", 0)
                                         .says(test::kStrongPassage, 1)
                                         .murmurs(60, 0));
  EXPECT_THAT(moments.clips[0].text, StartsWith("Why do so many people never start?"));
  EXPECT_THAT(moments.clips[0].text, HasSubstr("Nobody tells you the secret"));
}

TEST(FindMoments, StaysWithOneSpeakerOtherwise) {
  const test::Speech speech = test::Speech().murmurs(40, 0).says(test::kStrongPassage, 1).murmurs(40, 0).murmurs(40, 1);
  for (const auto& clip : moments_of(speech).clips)
    for (std::size_t i = clip.first_word; i < clip.last_word; ++i)
      EXPECT_EQ(speech.words().words[i].speaker, speech.words().words[clip.first_word].speaker);
}

TEST(FindMoments, NeverEndsOnAQuestion) {
  const test::Speech speech =
      test::Speech().murmurs(20).says("But what did he really want from all of us?").murmurs(200);
  for (const auto& clip : moments_of(speech).clips) EXPECT_THAT(clip.text, testing::Not(testing::EndsWith("?")));
}

TEST(FindMoments, LeavesAdvertisingOut) {
  const test::Speech speech = test::Speech().murmurs(100).says(test::kAdRead).murmurs(100);
  const Moments moments = moments_of(speech);
  ASSERT_THAT(moments.ads, SizeIs(1));
  for (const auto& clip : moments.clips)
    EXPECT_TRUE(clip.end <= moments.ads[0].start || clip.start > moments.ads[0].end + 9) << clip.text;
}

TEST(FindMoments, TakesAPassageSaidTwiceOnce) {
  const test::Speech speech =
      test::Speech().says(test::kStrongPassage).murmurs(120).says(test::kStrongPassage).murmurs(60);
  const Moments moments = moments_of(speech);
  EXPECT_GT(moments.clips[0].start, 120);
  EXPECT_THAT(moments.clips[0].text, HasSubstr("Nobody tells you the secret"));
  for (std::size_t i = 1; i < moments.clips.size(); ++i)
    EXPECT_THAT(moments.clips[i].text, testing::Not(HasSubstr("Nobody tells you the secret")));
}

TEST(FindMoments, AvoidsOpenersThatNeedWhatCameBefore) {
  const test::Speech speech = test::Speech()
                                  .murmurs(120)
                                  .says("The whole thing is about fear, and everyone knows it.")
                                  .says("And that's why nobody ever tells the truth about money.")
                                  .says(test::kStrongPassage)
                                  .murmurs(120);
  for (const auto& clip : moments_of(speech).clips) EXPECT_THAT(clip.text, testing::Not(StartsWith("And that's why")));
}

TEST(FindMoments, SetsEdgesInsideThePausesAroundTheWords) {
  const test::Speech speech = test::Speech().murmurs(400);
  const auto& words = speech.words().words;
  for (const auto& clip : moments_of(speech).clips) {
    EXPECT_LE(clip.start, words[clip.first_word].start + 1e-9);
    EXPECT_GE(clip.start, words[clip.first_word].start - 0.1501);
    EXPECT_GE(clip.end, words[clip.last_word - 1].end - 1e-9);
    EXPECT_LE(clip.end, words[clip.last_word - 1].end + 0.3501);
    if (clip.first_word > 0) {
      EXPECT_GT(clip.start, words[clip.first_word - 1].end);
    }
    if (clip.last_word < words.size()) {
      EXPECT_LT(clip.end, words[clip.last_word].start);
    }
  }
}

TEST(FindMoments, NamesAClipByItsSpanToTheMillisecond) {
  const auto episode = EpisodeId::of_content(std::string(64, 'b'));
  const test::Speech speech = test::Speech().murmurs(100);
  const Moments moments = find_moments(episode, speech.words(), speech.sound(), {});
  for (const auto& clip : moments.clips) {
    EXPECT_EQ(clip.id, ClipId::of_span(episode, clip.start, clip.end));
    EXPECT_EQ(clip.start, std::round(clip.start * 1000) / 1000);
    EXPECT_TRUE(clip.title.empty());
  }
}

TEST(FindMoments, IsTheSameEveryTime) {
  const test::Speech speech = test::Speech().murmurs(300).says(test::kStrongPassage).murmurs(300);
  EXPECT_EQ(moments_of(speech), moments_of(speech));
}

TEST(FindMoments, TakesFewerClipsOfAShortEpisode) {
  EXPECT_THAT(moments_of(test::Speech().murmurs(60)).clips, SizeIs(1));
  EXPECT_THAT(moments_of(test::Speech().murmurs(200)).clips, SizeIs(testing::Le(4)));
  EXPECT_THAT(moments_of(test::Speech().murmurs(600)).clips, SizeIs(testing::AllOf(testing::Ge(4), testing::Le(6))));
  EXPECT_THAT(moments_of(test::Speech().murmurs(4800)).clips, SizeIs(12));
  EXPECT_THAT(moments_of(test::Speech().murmurs(4800), {.max_clips = 3}).clips, SizeIs(3));
}

TEST(FindMoments, KeepsTheOpeningWhenAShorterClipIsWanted) {
  const test::Speech speech = test::Speech().murmurs(120).says(test::kStrongPassage).murmurs(120);
  const Moments longer = moments_of(speech), shorter = moments_of(speech, {.max_s = 25});
  EXPECT_EQ(shorter.clips[0].first_word, longer.clips[0].first_word);
  for (const auto& clip : shorter.clips) EXPECT_LE(clip.duration(), 25);
}

TEST(FindMoments, GivesTrueReasonsStrongestFirst) {
  const Moments moments = moments_of(test::Speech().murmurs(120).says(test::kStrongPassage).murmurs(120));
  for (const auto& clip : moments.clips)
    EXPECT_THAT(clip.reasons, SizeIs(testing::AllOf(testing::Ge(1), testing::Le(3))));
  EXPECT_THAT(moments.clips[0].reasons,
              Contains(AnyOf("Opens with a strong claim", "Ends on a conclusion", HasSubstr("mistake"))));
}

TEST(FindMoments, SaysWhyThereIsNone) {
  EXPECT_EQ(moments_of({}).no_clips_reason, "no speech was found");
  EXPECT_EQ(moments_of(test::Speech().says("Only a few words here.")).no_clips_reason,
            "only 1 s of speech was found; a clip needs at least 8 s");
  EXPECT_EQ(moments_of(test::Speech().says(test::kAdRead)).no_clips_reason, "everything said is advertising");
  EXPECT_EQ(moments_of(test::Speech().murmurs(60), {.max_clips = 0}).no_clips_reason, "no clips were asked for");
}

TEST(FindMoments, RelaxesTheLengthFirstAndSaysSo) {
  const Moments moments = moments_of(test::Speech().murmurs(8));
  ASSERT_THAT(moments.clips, SizeIs(1));
  EXPECT_THAT(moments.relaxation, HasSubstr("down to 8 s"));
}

TEST(FindMoments, RelaxesTheBordersNext) {
  test::Speech speech;
  for (int i = 0; i < 6; ++i) speech.says("and then he went on and on about the").pause(0.2);
  speech.says("Well... ");
  const Moments moments = moments_of(speech);
  ASSERT_THAT(moments.clips, SizeIs(1));
  EXPECT_THAT(moments.relaxation, testing::Not(IsEmpty()));
}

TEST(FindMoments, RelaxesTheSpeakersLast) {
  test::Speech speech;
  for (int i = 0; i < 10; ++i) speech.says("No way, I said yes.", i % 2);
  const Moments moments = moments_of(speech);
  ASSERT_THAT(moments.clips, SizeIs(1));
  EXPECT_THAT(moments.relaxation, HasSubstr("another speaker"));
}

TEST(FindMoments, WorksInALanguageItHasNoListsFor) {
  const Moments moments = moments_of(test::Speech().murmurs(200).language("de"));
  EXPECT_THAT(moments.clips, SizeIs(testing::Ge(2)));
  EXPECT_FALSE(moments.clips[0].features.contains("hook"));
  EXPECT_FALSE(overlap(moments.clips[0], moments.clips[1]));
}

}  // namespace
}  // namespace podpromo
