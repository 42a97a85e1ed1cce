#include "media/decode_report.hpp"

#include <cstdint>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace podpromo {

namespace {

void read_summary(DecodeReport& report, std::string_view loudness, std::uint64_t samples) {
  report.read("[Parsed_ebur128_5 @ 0x55d0] [info] Summary:");
  report.read("  Integrated loudness:");
  report.read(loudness);
  report.read("    Threshold: -32.2 LUFS");
  report.read(fmt::format("[Parsed_volumedetect_3 @ 0x55d1] [info] n_samples: {}", samples));
  report.read("[Parsed_volumedetect_3 @ 0x55d1] [info] mean_volume: -14.1 dB");
}

}  // namespace

TEST(DecodeReport, ReadsTheLoudness) {
  DecodeReport report;
  read_summary(report, "    I:         -22.2 LUFS", 16000);
  ASSERT_TRUE(report.loudness_lufs());
  EXPECT_NEAR(*report.loudness_lufs(), -22.2, 1e-9);
}

TEST(DecodeReport, HasNoLoudnessForSilence) {
  DecodeReport report;
  read_summary(report, "    I:         -70.0 LUFS", 16000);
  EXPECT_FALSE(report.loudness_lufs());
}

TEST(DecodeReport, JoinsThePartsOfAFileThatChangesItsFormat) {
  DecodeReport report;
  read_summary(report, "    I:         -70.0 LUFS", 0);
  read_summary(report, "    I:         -20.0 LUFS", 3'000'000);
  read_summary(report, "    I:         -70.0 LUFS", 400);
  read_summary(report, "    I:         -30.0 LUFS", 3'000'000);
  ASSERT_TRUE(report.loudness_lufs());
  EXPECT_NEAR(*report.loudness_lufs(), -22.6, 0.01);
}

TEST(DecodeReport, IsNotFooledByATagThatLooksLikeALoudness) {
  DecodeReport report;
  report.read("    I:         -1.0 LUFS");
  report.read("[info]     title           : I:         -2.0 LUFS");
  report.read("[info]     n_samples: 16000");
  EXPECT_FALSE(report.loudness_lufs());
}

TEST(DecodeReport, NoticesComplaintsOfTheDecoderOnly) {
  DecodeReport report;
  report.read("[s16le @ 0x564c] [error] Application provided invalid, non monotonically increasing dts");
  report.read("[info] Input #0, mp3, from 'error.mp3':");
  EXPECT_FALSE(report.complained());
  report.read("[mp3float @ 0x5578] [error] Header missing");
  EXPECT_TRUE(report.complained());
}

TEST(DecodeReport, NoticesThatTheDurationIsAGuess) {
  DecodeReport report;
  EXPECT_FALSE(report.duration_is_estimated());
  report.read("[mp3 @ 0x564c] [warning] Estimating duration from bitrate, this may be inaccurate");
  EXPECT_TRUE(report.duration_is_estimated());
}

}  // namespace podpromo
