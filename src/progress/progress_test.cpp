#include "progress/progress.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Result<Progress> read(std::string_view text) { return parse_progress(text, {}); }

TEST(ProgressFile, WithANumberThatNothingHoldsIsDamaged) {
  EXPECT_FALSE(read(R"({"stage":"queued","updated_ms":1.7e39})"));
  EXPECT_FALSE(read(R"({"stage":"queued","attempt":1e300})"));
}

TEST(ProgressFile, WithATimeBeyondAllTimesIsReadWithinThem) {
  const auto progress = read(R"({"stage":"queued","updated_ms":9223372036854775807,"eta_seconds":1e300})");
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress_json(*progress).at("timestamp"), "2255-03-14T16:00:00.000Z");
  EXPECT_EQ(progress_json(*progress).at("eta_seconds"), 1'000'000'000);
}

}  // namespace
}  // namespace podpromo
