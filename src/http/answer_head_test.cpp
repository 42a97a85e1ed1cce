#include "http/answer_head.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string head(int status, bool keep_alive = true) {
  std::string out;
  HeadWriter().append(out, {.status = status, .headers = {{"ETag", "\"1\""}}, .body = "four"},
                      {.keep_alive = keep_alive});
  return out;
}

TEST(HeadWriter, NamesTheReason) {
  EXPECT_THAT(head(200), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head(404), StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(head(460), StartsWith("HTTP/1.1 460 Checksum Mismatch\r\n"));
  EXPECT_THAT(head(507), StartsWith("HTTP/1.1 507 Insufficient Storage\r\n"));
}

TEST(HeadWriter, TellsTheLengthOnlyWhereThereCanBeABody) {
  EXPECT_THAT(head(200), HasSubstr("\r\nContent-Length: 4\r\n"));
  EXPECT_THAT(head(204), Not(HasSubstr("Content-Length")));
  EXPECT_THAT(head(304), Not(HasSubstr("Content-Length")));
}

TEST(HeadWriter, EndsWithOneEmptyLineAndSaysWhetherTheConnectionStays) {
  EXPECT_THAT(head(200), testing::EndsWith("Content-Length: 4\r\n\r\n"));
  EXPECT_THAT(head(200, false), testing::EndsWith("Content-Length: 4\r\nConnection: close\r\n\r\n"));
  EXPECT_THAT(head(200), HasSubstr("\r\nETag: \"1\"\r\n"));
}

TEST(HeadWriter, AnnouncesChunksOnlyToWhoReadsThem) {
  const Response endless{.status = 200, .headers = {}, .body = std::shared_ptr<EventSource>()};
  std::string young;
  HeadWriter().append(young, endless, {.keep_alive = false});
  EXPECT_THAT(young, HasSubstr("\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
  std::string old;
  HeadWriter().append(old, endless, {.keep_alive = false, .in_chunks = false});
  EXPECT_THAT(old, Not(HasSubstr("Transfer-Encoding")));
  EXPECT_THAT(old, testing::EndsWith("\r\nConnection: close\r\n\r\n"));
}

}  // namespace
}  // namespace podpromo
