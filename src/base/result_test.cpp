#include "base/result.hpp"

#include <cerrno>

#include <gmock/gmock.h>

#include "base/clock.hpp"

namespace podpromo {
namespace {

TEST(SystemErrors, BecomeTheFaultTheyStandFor) {
  EXPECT_EQ(system_error("write", ENOSPC).fault, Fault::no_space);
  EXPECT_EQ(system_error("write", EDQUOT).fault, Fault::no_space);
  EXPECT_EQ(system_error("write", EACCES).fault, Fault::denied);
  EXPECT_EQ(system_error("write", EROFS).fault, Fault::denied);
  EXPECT_EQ(system_error("read", ENOENT).fault, Fault::not_found);
  EXPECT_EQ(system_error("read", EIO).fault, Fault::internal);
  EXPECT_THAT(system_error("write the transcript", ENOSPC).reason, testing::HasSubstr("write the transcript"));
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return failure(Fault::bad_request, "this number is odd");
  return number / 2;
}

Result<int> quarter_of(int number) {
  PODPROMO_TRY(half, half_of(number));
  return half_of(half);
}

TEST(Results, ArePassedOnAtTheFirstError) {
  EXPECT_EQ(quarter_of(12), 3);
  EXPECT_EQ(quarter_of(6).error().reason, "this number is odd");
  EXPECT_EQ(quarter_of(3).error().reason, "this number is odd");
}

TEST(Times, AreWrittenInUtcWithMilliseconds) {
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  EXPECT_EQ(rfc3339(system_clock::time_point(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(system_clock::time_point(milliseconds(1'790'000'000'123))), "2026-09-21T14:13:20.123Z");
}

}  // namespace
}  // namespace podpromo
