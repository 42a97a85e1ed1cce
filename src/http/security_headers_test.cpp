#include "http/security_headers.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Response page() {
  Response response;
  response.is_page = true;
  return response;
}

TEST(SecurityHeaders, LetThePageRunNothingThatStandsInsideIt) {
  const std::string headers(security_headers(page()));
  EXPECT_THAT(headers, HasSubstr("Content-Security-Policy: default-src 'self';"));
  EXPECT_THAT(headers, Not(HasSubstr("unsafe")));
  EXPECT_THAT(headers, HasSubstr("Cross-Origin-Opener-Policy: same-origin\r\n"));
}

TEST(SecurityHeaders, LetAnythingElseRunNothingAtAll) {
  const std::string headers(security_headers({}));
  EXPECT_THAT(headers, HasSubstr("Content-Security-Policy: default-src 'none';"));
  EXPECT_THAT(headers, HasSubstr("sandbox\r\n"));
}

TEST(SecurityHeaders, KeepEveryAnswerOutOfFramesAndOtherOrigins) {
  for (const std::string_view headers : {security_headers(page()), security_headers({})}) {
    EXPECT_THAT(headers, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(headers, HasSubstr("Cross-Origin-Resource-Policy: same-origin\r\n"));
    EXPECT_THAT(headers, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(headers, HasSubstr("Referrer-Policy: no-referrer\r\n"));
    EXPECT_THAT(headers, Not(HasSubstr("Access-Control")));
    EXPECT_THAT(headers, EndsWith("\r\n"));
  }
}

}  // namespace
}  // namespace podpromo
