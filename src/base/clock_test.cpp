#include "base/clock.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(Clock, WritesATimeWithItsMilliseconds) {
  EXPECT_EQ(rfc3339(unix_time(1'795'498'713'617)), "2026-11-24T05:38:33.617Z");
}

TEST(Clock, WritesATimeBefore1970) { EXPECT_EQ(rfc3339(unix_time(-5)), "1969-12-31T23:59:59.995Z"); }

TEST(Clock, TakesAnyNumberForATime) {
  EXPECT_EQ(rfc3339(unix_time(INT64_MAX)), "2255-03-14T16:00:00.000Z");
  EXPECT_EQ(rfc3339(unix_time(INT64_MIN)), "1684-10-19T08:00:00.000Z");
}

}  // namespace
}  // namespace podpromo
