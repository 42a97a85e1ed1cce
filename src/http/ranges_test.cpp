#include "http/ranges.hpp"

#include <gtest/gtest.h>

#include "http/answers.hpp"

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

TEST(EtagList, MatchesStrongWeakAndAny) {
  EXPECT_TRUE(etag_listed("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(etag_listed("*", "\"x\""));
  EXPECT_FALSE(etag_listed("\"a\"", "\"b\""));
  EXPECT_FALSE(etag_listed("", "\"b\""));
}

}  // namespace
}  // namespace podpromo
