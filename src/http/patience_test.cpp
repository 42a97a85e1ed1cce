#include "http/patience.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const Patience::Moment kNow{hours(1)};

ServerLimits limits() {
  ServerLimits limits;
  limits.silence = seconds(60);
  limits.grace = seconds(30);
  limits.bytes_per_second = 1000;
  return limits;
}

TEST(Patience, HasNoEndByItself) {
  Patience patience;
  patience.moved(5, kNow);
  EXPECT_EQ(patience.end(), Patience::Moment::max());
}

TEST(Patience, UntilAMomentIsNotMovedByBytes) {
  Patience patience = Patience::until(kNow);
  patience.moved(1 << 20, kNow - seconds(1));
  EXPECT_EQ(patience.end(), kNow);
}

TEST(Patience, ForABodyIsBoughtByBytesAtTheLeastSpeed) {
  Patience patience = Patience::for_body(limits(), kNow);
  EXPECT_EQ(patience.end(), kNow + seconds(30));
  patience.moved(5000, kNow + seconds(29));
  EXPECT_EQ(patience.end(), kNow + seconds(35));
}

TEST(Patience, ForABodyEndsWithSilenceHoweverMuchCameBefore) {
  Patience patience = Patience::for_body(limits(), kNow);
  patience.moved(std::uint64_t{1} << 40, kNow + seconds(1));
  EXPECT_EQ(patience.end(), kNow + seconds(61));
}

TEST(Patience, DoesNotBlameTheClientForOurOwnTime) {
  Patience patience = Patience::for_body(limits(), kNow);
  patience.spare(seconds(10));
  EXPECT_EQ(patience.end(), kNow + seconds(40));
  Patience endless;
  endless.spare(seconds(10));
  EXPECT_EQ(endless.end(), Patience::Moment::max());
}

}  // namespace
}  // namespace podpromo
