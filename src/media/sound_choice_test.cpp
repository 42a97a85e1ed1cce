#include "media/sound_choice.hpp"

#include "media/made_media.hpp"
#include "media/probe.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

SoundTrack track_in(const std::string& language) {
  SoundTrack track;
  track.language = language;
  return track;
}

TEST(LikeliestSounds, BeginWithTheLanguageThenWithTheDefaultThenWithTheFirst) {
  std::vector<SoundTrack> sounds{track_in("eng"), track_in("ger"), track_in("deu"), track_in("")};
  EXPECT_THAT(likeliest_sounds(sounds, ""), ElementsAre(0, 1, 2, 3));
  sounds[3].is_default = true;
  EXPECT_THAT(likeliest_sounds(sounds, ""), ElementsAre(3, 0, 1, 2));
  EXPECT_THAT(likeliest_sounds(sounds, "de"), ElementsAre(1, 2, 3, 0));
  sounds[1].is_beside = true;
  EXPECT_THAT(likeliest_sounds(sounds, "de"), ElementsAre(2, 1, 3, 0));
  EXPECT_THAT(likeliest_sounds(sounds, "en"), ElementsAre(0, 3, 2, 1));
}

TEST(LikeliestSounds, KnowLanguagesHoweverTheyAreWritten) {
  const std::vector<SoundTrack> sounds{track_in("xxx"), track_in("de-AT"), track_in("fra"), track_in("spa")};
  EXPECT_EQ(likeliest_sounds(sounds, "de").front(), 1u);
  EXPECT_EQ(likeliest_sounds(sounds, "fr").front(), 2u);
  EXPECT_EQ(likeliest_sounds(sounds, "es").front(), 3u);
}

class SoundChoice : public MadeMedia {
 protected:
  // Half a minute of silence, a tone of one second, and two minutes of a tone on the left only.
  fs::path with_three_sounds() {
    return made("three.mkv", {"-f",
                              "lavfi",
                              "-i",
                              "anullsrc=r=16000:d=30",
                              "-f",
                              "lavfi",
                              "-i",
                              "sine=d=1",
                              "-f",
                              "lavfi",
                              "-i",
                              "aevalsrc=exprs='0.5*sin(2000*t)|0':d=120:s=16000",
                              "-map",
                              "0",
                              "-map",
                              "1",
                              "-map",
                              "2",
                              "-c:a",
                              "flac",
                              "-metadata:s:a:0",
                              "title=Directors Commentary",
                              "-metadata:s:a:1",
                              "language=ger",
                              "-metadata:s:a:2",
                              "title=Guest"});
  }
};

TEST_F(SoundChoice, AFileTellsOfAllItsTracks) {
  const auto facts = probe(with_three_sounds());
  ASSERT_TRUE(facts) << facts.error().detail;
  ASSERT_EQ(facts->sounds.size(), 3u);
  EXPECT_TRUE(facts->sounds[0].is_beside);
  EXPECT_EQ(facts->sounds[1].language, "ger");
  EXPECT_EQ(facts->sounds[2].title, "Guest");
  EXPECT_EQ(facts->sound->track, 1) << "a commentary is not what somebody wants first";
}

TEST_F(SoundChoice, ATrackIsTakenByItsNumber) {
  auto facts = probe(with_three_sounds());
  ASSERT_TRUE(facts) << facts.error().detail;
  ASSERT_TRUE(take_sound_numbered(*facts, 3));
  EXPECT_EQ(facts->sound->track, 2);
  EXPECT_EQ(sound_name(*facts->sound), "3 (“Guest”)");
  const auto none = take_sound_numbered(*facts, 4);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::bad_request);
  EXPECT_THAT(none.error().remedy, AllOf(HasSubstr("1 (“Directors Commentary”), 2 (ger), 3 (“Guest”)")));
}

TEST_F(SoundChoice, TheOnlyTrackIsTheFirst) {
  auto facts = probe(made_of("sine=d=1", "one.mp3"));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_TRUE(facts->sounds.empty());
  EXPECT_TRUE(take_sound_numbered(*facts, 1));
  EXPECT_FALSE(take_sound_numbered(*facts, 2));
}

TEST_F(SoundChoice, ExcerptsAreAMinuteOfALongTrackAndAllOfAShortOne) {
  const fs::path media = with_three_sounds();
  const auto facts = probe(media);
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_NEAR(write_excerpts(media, facts->sounds[2], folder_ / "a.wav").value_or(0), 60, 0.1);
  EXPECT_NEAR(write_excerpts(media, facts->sounds[1], folder_ / "b.wav").value_or(0), 1, 0.1);
}

}  // namespace
}  // namespace podpromo
