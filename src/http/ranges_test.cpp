#include "http/ranges.hpp"

#include <gtest/gtest.h>

#include "http/answers.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

RangeAnswer part(std::uint64_t first, std::uint64_t last) { return {RangeKind::part, {first, last}}; }

TEST(Range, IsReadAsTheStandardSays) {
  EXPECT_EQ(parse_range("bytes=0-99", 1000), part(0, 99));
  EXPECT_EQ(parse_range("bytes=900-", 1000), part(900, 999));
  EXPECT_EQ(parse_range("bytes=900-5000", 1000), part(900, 999));
  EXPECT_EQ(parse_range("bytes=900-99999999999999999999999", 1000), part(900, 999));
  EXPECT_EQ(parse_range("Bytes=0-99", 1000), part(0, 99));
  EXPECT_EQ(parse_range("bytes=-100", 1000), part(900, 999));
  EXPECT_EQ(parse_range("bytes=-5000", 1000), part(0, 999));
}

TEST(Range, OutsideTheFileIsUnsatisfiable) {
  EXPECT_EQ(parse_range("bytes=1000-", 1000).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(parse_range("bytes=99999999999999999999999-", 1000).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(parse_range("bytes=-0", 1000).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(parse_range("bytes=0-", 0).kind, RangeKind::unsatisfiable);
}

TEST(Range, ThatMakesNoSenseGivesTheWhole) {
  for (const auto* header :
       {"", "bytes", "bytes=", "bytes=x-1", "bytes=5-2", "lines=1-2", "bytes=0-1,5-6", "bytes=--1", "bytes=1 -2"})
    EXPECT_EQ(parse_range(header, 1000).kind, RangeKind::whole) << header;
}

class FileAnswer : public testing::Test {
 protected:
  FileAnswer() { EXPECT_TRUE(write_durably(folder / "a.mp4", "0123456789")); }
  Response asked(const std::map<std::string, std::string>& headers) {
    Request request;
    request.method = "GET";
    request.headers = headers;
    return file_answer(request, folder / "a.mp4", {});
  }
  static std::string header(const Response& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }
  TestFolder folder;
};

TEST_F(FileAnswer, GivesAPartOnlyOfTheVersionThatIsMeant) {
  const Response whole = asked({});
  const std::string etag = header(whole, "ETag");
  const std::string date = header(whole, "Last-Modified");
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", etag}}).status, 206);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", "\"x\", " + etag}}).status, 206);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", "*"}}).status, 206);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", "\"x\""}}).status, 412);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", "W/" + etag}}).status, 412);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-match", "W/\"x\", " + etag}}).status, 206);
  EXPECT_EQ(asked({{"if-match", "\"x\""}, {"if-none-match", etag}}).status, 412);
  EXPECT_EQ(asked({{"range", "bytes=0-1"}, {"if-unmodified-since", date}}).status, 206);
  EXPECT_EQ(asked({{"if-unmodified-since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 412);
  EXPECT_EQ(asked({{"if-unmodified-since", "yesterday"}}).status, 200);
}

TEST_F(FileAnswer, SaysWhyThereIsNoSuchPart) {
  const Response outside = asked({{"range", "bytes=10-"}});
  EXPECT_EQ(outside.status, 416);
  EXPECT_EQ(header(outside, "Content-Range"), "bytes */10");
  EXPECT_EQ(header(outside, "Content-Type"), "application/problem+json");
  EXPECT_NE(std::get<std::string>(outside.body).find("\"range_not_satisfiable\""), std::string::npos);
}

TEST(EtagList, MatchesStrongWeakAndAny) {
  EXPECT_TRUE(etag_listed("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(etag_listed("\"a\", W/\"b\"", "W/\"b\""));
  EXPECT_TRUE(etag_listed("*", "\"x\""));
  EXPECT_FALSE(etag_listed("\"a\"", "\"b\""));
  EXPECT_FALSE(etag_listed("", "\"b\""));
}

TEST(EtagList, MatchesOneByOneWhereOnlyStrongOnesCount) {
  EXPECT_TRUE(etag_listed_strongly("W/\"a\", \"b\"", "\"b\""));
  EXPECT_TRUE(etag_listed_strongly("*", "\"x\""));
  EXPECT_FALSE(etag_listed_strongly("\"a\", W/\"b\"", "\"b\""));
  EXPECT_FALSE(etag_listed_strongly("W/\"b\"", "W/\"b\""));
  EXPECT_FALSE(etag_listed_strongly("", "\"b\""));
}

}  // namespace
}  // namespace podpromo
