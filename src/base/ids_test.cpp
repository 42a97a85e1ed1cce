#include "base/ids.hpp"

#include <gmock/gmock.h>

#include <set>

namespace podpromo {
namespace {

TEST(EpisodeIds, ThatCantBePartOfAPathDontExist) {
  using namespace std::string_literals;
  for (const auto& text :
       {""s, "."s, ".."s, "a/b"s, "a\\b"s, "a b"s, "%2e"s, "a\0b"s, "\xC3\xA4"s, "a.json"s, std::string(65, 'a')}) {
    const auto id = EpisodeId::parse(text);
    ASSERT_FALSE(id) << text;
    EXPECT_EQ(id.error().fault, Fault::not_found);
  }
}

TEST(EpisodeIds, KeepTheirText) {
  for (const auto& text : {std::string("a"), std::string("Az-09_"), std::string(64, 'a')})
    EXPECT_EQ(EpisodeId::parse(text)->text(), text);
}

TEST(EpisodeIds, AreNeverTwiceTheSameByChance) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(EpisodeId::random().text());
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_THAT(*ids.begin(), testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST(ClipIds, NameASpanForEver) {
  const auto episode = *EpisodeId::parse("abc");
  // The first digits of SHA-256("abc:1500:31250"), as sha256sum prints them.
  EXPECT_EQ(ClipId::of_span(episode, 1.5, 31.25).text(), "29aab226023c55a5");
  EXPECT_EQ(ClipId::of_span(episode, 1.5, 31.25), ClipId::of_span(episode, 1.5000001, 31.2499999));
  EXPECT_NE(ClipId::of_span(episode, 1.5, 31.25), ClipId::of_span(episode, 1.5, 31.251));
}

TEST(ClipIds, AreSixteenHexDigits) {
  EXPECT_TRUE(ClipId::parse("0123456789abcdef"));
  for (const auto* text : {"", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeg", "../../../../etc/pa"})
    EXPECT_FALSE(ClipId::parse(text)) << text;
}

}  // namespace
}  // namespace podpromo
