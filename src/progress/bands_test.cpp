#include "progress/bands.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace podpromo {

namespace {

TEST(Bands, PlaceEachStageOnTheBar) {
  EXPECT_EQ(percent_at("uploading", 0), 0);
  EXPECT_EQ(percent_at("queued", 0), 2);
  EXPECT_EQ(percent_at("processing", 0), 3);
  EXPECT_EQ(percent_at("processing", 1), 10);
  EXPECT_EQ(percent_at("transcribing", 0.5), 35);
  EXPECT_EQ(percent_at("transcribing", 1), 60);
  EXPECT_EQ(percent_at("scoring", 1), 62);
  EXPECT_EQ(percent_at("generating", 1), 98);
  EXPECT_EQ(percent_at("finalizing", 1), 99);
  EXPECT_EQ(percent_at("completed", 0), 100);
}

TEST(Bands, ClampFractionsThatAreNone) {
  EXPECT_EQ(percent_at("transcribing", -1), 10);
  EXPECT_EQ(percent_at("transcribing", 7), 60);
  EXPECT_EQ(percent_at("transcribing", std::nan("")), 10);
}

TEST(Bands, KnowNothingOfOtherNames) {
  EXPECT_EQ(band_of("transcription").has_value(), false);
  EXPECT_EQ(percent_at("transcription", 0.5), 0);
  EXPECT_EQ(fraction_at("transcription", 50), 0);
}

TEST(Bands, TellHowMuchOfAStageIsDone) {
  EXPECT_DOUBLE_EQ(fraction_at("transcribing", 35), 0.5);
  EXPECT_DOUBLE_EQ(fraction_at("transcribing", 5), 0);
  EXPECT_DOUBLE_EQ(fraction_at("transcribing", 80), 1);
}

}  // namespace

}  // namespace podpromo
