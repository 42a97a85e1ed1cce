#include "speech/share_out.hpp"

#include <gmock/gmock.h>

#include <new>
#include <vector>

namespace podpromo {
namespace {

TEST(ShareOut, DoesEachPieceOnce) {
  std::vector<int> times(100);
  std::vector<std::size_t> told;
  const auto work = [&](std::size_t, std::size_t piece) -> Done {
    ++times[piece];
    return {};
  };
  ASSERT_TRUE(share_out(times.size(), 3, work, [&](std::size_t done) { told.push_back(done); }, {}));
  EXPECT_THAT(times, testing::Each(1));
  EXPECT_EQ(told.back(), times.size());
  EXPECT_TRUE(share_out(0, 3, work, {}, {}));
}

TEST(ShareOut, EndsWithTheFirstFailure) {
  const auto work = [](std::size_t, std::size_t piece) -> Done {
    if (piece == 1) return failure(Fault::no_space, "full");
    return {};
  };
  EXPECT_EQ(share_out(1000, 2, work, {}, {}).error().fault, Fault::no_space);
}

// An exception that left its thread would end the whole program.
TEST(ShareOut, MakesAFailureOfWantOfMemory) {
  const auto work = [](std::size_t, std::size_t) -> Done { throw std::bad_alloc(); };
  EXPECT_EQ(share_out(10, 2, work, {}, {}).error().fault, Fault::internal);
}

TEST(ShareOut, BeginsNothingOnceItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  const auto work = [](std::size_t, std::size_t) -> Done { return failure(Fault::internal, "begun"); };
  EXPECT_EQ(share_out(10, 2, work, {}, stop.get_token()).error().fault, Fault::cancelled);
}

}  // namespace
}  // namespace podpromo
