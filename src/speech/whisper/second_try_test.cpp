#include "speech/whisper/second_try.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

HeardChunk heard(double mean_log_probability, bool runs_in_circles) {
  HeardChunk chunk;
  chunk.mean_log_probability = mean_log_probability;
  chunk.runs_in_circles = runs_in_circles;
  return chunk;
}

TEST(SecondTry, IsForCirclesAndForUnsureText) {
  EXPECT_FALSE(needs_second_try(heard(-0.9, false)));
  EXPECT_TRUE(needs_second_try(heard(-1.1, false)));
  EXPECT_TRUE(needs_second_try(heard(-0.1, true)));
}

TEST(SecondTry, WinsWhenItLeavesTheCircle) {
  EXPECT_FALSE(better_try(heard(-0.1, true), heard(-0.7, false)).runs_in_circles);
}

TEST(SecondTry, LosesWhenItGoesInCirclesOrIsLessSure) {
  EXPECT_EQ(better_try(heard(-1.1, false), heard(-0.2, true)).mean_log_probability, -1.1);
  EXPECT_EQ(better_try(heard(-1.1, false), heard(-1.4, false)).mean_log_probability, -1.1);
  EXPECT_EQ(better_try(heard(-1.1, false), heard(-0.6, false)).mean_log_probability, -0.6);
}

}  // namespace
}  // namespace podpromo
