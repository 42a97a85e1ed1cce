#include "media/clip_sound.hpp"

#include "media/rendered_media.hpp"

namespace podpromo {

namespace {

class ClipSoundOf : public RenderedMedia {
 protected:
  Result<Loudness> made_sound(const fs::path& media, double start_s, double length_s) {
    PODPROMO_TRY(facts, probe(media));
    return make_clip_sound({media, facts, start_s, length_s}, sound_, {});
  }
  fs::path sound_ = folder_ / "sound.m4a";
};

}  // namespace

TEST_F(ClipSoundOf, ReachesTheTargetFromFarBelow) {
  const auto loudness = made_sound(made_of("sine=f=300:d=6,volume=-20dB", "soft.wav"), 1, 4);
  ASSERT_TRUE(loudness) << loudness.error().detail;
  EXPECT_NEAR(loudness->integrated_lufs.value_or(0), kTargetLufs, kLoudnessTolerance);
  EXPECT_LE(loudness->true_peak_dbtp.value_or(0), kHighestPeakDbtp);
}

TEST_F(ClipSoundOf, KeepsThePeakDownWhenTheMaterialIsAllPeaks) {
  const auto loudness = made_sound(
      made_of("aevalsrc='if(lt(mod(t,0.5),0.002),0.9*(2*random(0)-1),0.001*sin(900*t))':d=6:s=48000", "clicks.wav"), 0,
      5);
  ASSERT_TRUE(loudness) << loudness.error().detail;
  EXPECT_LE(loudness->true_peak_dbtp.value_or(0), kHighestPeakDbtp);
}

TEST_F(ClipSoundOf, TurnsALoudSoundDown) {
  const auto loudness = made_sound(made_of("anoisesrc=a=0.9:c=pink:seed=1:d=6", "loud.flac"), 0, 5);
  ASSERT_TRUE(loudness) << loudness.error().detail;
  EXPECT_NEAR(loudness->integrated_lufs.value_or(0), kTargetLufs, kLoudnessTolerance);
  EXPECT_LE(loudness->true_peak_dbtp.value_or(0), kHighestPeakDbtp);
}

TEST_F(ClipSoundOf, DoesNotBlowSilenceUp) {
  const auto silent = made_sound(made_of("anullsrc=d=4", "silent.wav"), 0, 3);
  ASSERT_TRUE(silent) << silent.error().detail;
  EXPECT_FALSE(silent->integrated_lufs);
  const auto faint = made_sound(made_of("sine=f=300:d=4,volume=-42dB", "faint.wav"), 0, 3);
  ASSERT_TRUE(faint) << faint.error().detail;
  EXPECT_LT(faint->integrated_lufs.value_or(0), -25);
}

TEST_F(ClipSoundOf, IsAsLongAsAskedEvenAtTheEndOfTheFile) {
  ASSERT_TRUE(made_sound(made_of("sine=f=300:d=4", "short.mp3"), 3, 2));
  EXPECT_NEAR(static_cast<double>(samples(sound_).size()) / 48000, 2, 0.025);
}

TEST(Gains, AreTheDifferenceToTheTargetWithinReason) {
  EXPECT_DOUBLE_EQ(first_gain({.integrated_lufs = -20, .true_peak_dbtp = -3}).db, 6);
  EXPECT_DOUBLE_EQ(first_gain({.integrated_lufs = -8, .true_peak_dbtp = 0}).db, -6);
  EXPECT_DOUBLE_EQ(first_gain({.integrated_lufs = -60, .true_peak_dbtp = -50}).db, kLargestGainDb);
  EXPECT_DOUBLE_EQ(first_gain({}).db, 0);
}

TEST(Gains, AreCorrectedByWhatTheEncodedFileMeasures) {
  const Gain gain{.db = 6, .limit_db = -2, .most_db = 11};
  EXPECT_FALSE(better_gain(gain, {.integrated_lufs = -14.4, .true_peak_dbtp = -1.2}));
  EXPECT_DOUBLE_EQ(better_gain(gain, {.integrated_lufs = -16, .true_peak_dbtp = -1.2})->db, 8);
  EXPECT_DOUBLE_EQ(better_gain(gain, {.integrated_lufs = -30, .true_peak_dbtp = -1.2})->db, 11);
  EXPECT_LT(better_gain(gain, {.integrated_lufs = -14, .true_peak_dbtp = -0.5})->limit_db, -2.5);
}

TEST(LoudnessLog, IsReadFromTheLastSummary) {
  const Loudness loudness = loudness_from_log(
      "[ebur128] Summary:\n\n  Integrated loudness:\n    I:         -18.3 LUFS\n    Threshold: -28.4 LUFS\n\n  "
      "Loudness "
      "range:\n    LRA:         4.5 LU\n\n  True peak:\n    Peak:       -0.6 dBFS\n");
  EXPECT_DOUBLE_EQ(loudness.integrated_lufs.value_or(0), -18.3);
  EXPECT_DOUBLE_EQ(loudness.true_peak_dbtp.value_or(0), -0.6);
  EXPECT_FALSE(loudness_from_log("Summary:\n    I:         -70.0 LUFS\n    Peak:       -inf dBFS\n").integrated_lufs);
  EXPECT_FALSE(loudness_from_log("").true_peak_dbtp);
}

}  // namespace podpromo
