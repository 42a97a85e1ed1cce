#include "speech/speaker_errors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;

const std::vector<SpeakerTurn> kReference{{0, 10, 0}, {10, 20, 1}};

TEST(SpeakerErrorsTest, AreNoneWhereAllAgreeWhateverTheNames) {
  const SpeakerErrors errors = speaker_errors(kReference, std::vector<SpeakerTurn>{{0, 10, 1}, {10, 20, 0}});
  EXPECT_NEAR(errors.spoken_s, 19, 1e-9);  // a quarter of a second is left out at both ends and on each side of 10
  EXPECT_NEAR(errors.percent(), 0, 1e-9);
  EXPECT_EQ(errors.speakers, 2U);
  EXPECT_EQ(errors.found, 2U);
}

TEST(SpeakerErrorsTest, DoNotCountNearAnEdge) {
  const std::vector<SpeakerTurn> late{{0.2, 10.2, 0}, {10.2, 19.8, 1}};
  EXPECT_NEAR(speaker_errors(kReference, late).percent(), 0, 1e-9);
}

TEST(SpeakerErrorsTest, TellMissedFromInventedFromConfused) {
  const std::vector<SpeakerTurn> reference{{0, 10, 0}, {12, 20, 1}};
  const std::vector<SpeakerTurn> found{{0, 5, 0}, {10, 15, 1}, {15, 20, 0}};
  const SpeakerErrors errors = speaker_errors(reference, found);
  EXPECT_NEAR(errors.missed_s, 4.75, 1e-9);
  EXPECT_NEAR(errors.invented_s, 1.5, 1e-9);
  EXPECT_NEAR(errors.confused_s, 4.75, 1e-9);
  EXPECT_NEAR(errors.percent(), 100 * 11 / 17.0, 1e-9);
}

TEST(SpeakerErrorsTest, CountEachOfTwoWhoTalkAtOnce) {
  const std::vector<SpeakerTurn> reference{{0, 10, 0}, {0, 10, 1}};
  const SpeakerErrors one = speaker_errors(reference, std::vector<SpeakerTurn>{{0, 10, 0}});
  EXPECT_NEAR(one.spoken_s, 19, 1e-9);
  EXPECT_NEAR(one.percent(), 50, 1e-9);
  EXPECT_NEAR(speaker_errors(reference, reference).percent(), 0, 1e-9);
}

TEST(SpeakerErrorsTest, MatchNamesForTheMostAgreement) {
  // Greedy matching would give found 0 to reference 0 and leave nothing for reference 1.
  const std::vector<SpeakerTurn> reference{{0, 20, 0}, {20, 29, 1}};
  const std::vector<SpeakerTurn> found{{0, 10.5, 0}, {10.5, 20, 1}, {20, 29, 0}};
  EXPECT_NEAR(speaker_errors(reference, found).confused_s, 10.25, 1e-9);
}

TEST(SpeakerErrorsTest, AreAllWhenNothingIsFoundAndNoneWhenNobodySpeaks) {
  EXPECT_NEAR(speaker_errors(kReference, {}).percent(), 100, 1e-9);
  EXPECT_EQ(speaker_errors({}, kReference).percent(), 0);
}

TEST(Rttm, IsReadForOneRecording) {
  const auto turns = read_rttm(
      ";; a remark\nSPEAKER a 1 0.5 2.25 <NA> <NA> Ann <NA> <NA>\nSPEAKER b 1 0 1 <NA> <NA> Bob <NA>\n"
      "SPEAKER a 1 3 1 <NA> <NA> Cem <NA> <NA>\r\n\nSPEAKER a 1 4 1 <NA> <NA> Ann <NA> <NA>\n",
      "a");
  ASSERT_TRUE(turns);
  EXPECT_THAT(*turns, ElementsAre(SpeakerTurn{0.5, 2.75, 0}, SpeakerTurn{3, 4, 1}, SpeakerTurn{4, 5, 0}));
}

TEST(Rttm, NamesTheLineThatIsNone) {
  const auto turns = read_rttm("SPEAKER a 1 0.5 2 <NA> <NA> Ann\nSPEAKER a 1 soon 2 <NA> <NA> Ann\n", "a");
  ASSERT_FALSE(turns);
  EXPECT_EQ(turns.error().fault, Fault::bad_request);
  EXPECT_THAT(turns.error().reason, testing::HasSubstr("line 2"));
}

}  // namespace
}  // namespace podpromo
