#include "base/result.hpp"

#include <cerrno>

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace podpromo
