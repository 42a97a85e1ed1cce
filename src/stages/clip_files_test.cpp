#include "stages/clip_files.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(ClipFiles, ATimeIsTheSecondsBeforeItAndALengthTheNearest) {
  EXPECT_EQ(clock_time(1867.9), "31:07");
  EXPECT_EQ(clock_length(1867.9), "31:08");
  EXPECT_EQ(clock_length(3599.6), "1:00:00");
}

}  // namespace
}  // namespace podpromo
