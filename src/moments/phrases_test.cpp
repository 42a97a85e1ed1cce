#include "moments/phrases.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

using Tokens = std::vector<std::string>;

TEST(Phrases, AreCountedLeftToRightLongestFirst) {
  const Phrases phrases({"turns out", "it turns", "it turns out"});
  EXPECT_EQ(phrases.count(Tokens{"it", "turns", "out", "turns", "out"}), 2U);
}

TEST(Phrases, KnowChoicesBeginningsAndAnyWord) {
  const Phrases phrases({"free trial/month", "sponsor*", "code * at"});
  EXPECT_EQ(phrases.count(Tokens{"free", "month", "sponsorship", "code", "abc", "at"}), 3U);
  EXPECT_EQ(phrases.count(Tokens{"free", "time", "response"}), 0U);
}

TEST(Phrases, StopCountingWhenToldTo) { EXPECT_EQ(Phrases({"no"}).count(Tokens{"no", "no", "no"}, 2), 2U); }

TEST(Phrases, TellHowLongOneIsAtTheStart) {
  const Phrases phrases({"and", "and so"});
  EXPECT_EQ(phrases.length_at_start(Tokens{"and", "so", "on"}), 2U);
  EXPECT_EQ(phrases.length_at_start(Tokens{"on", "and"}), 0U);
  EXPECT_EQ(phrases.length_at_start(Tokens{}), 0U);
}

}  // namespace
}  // namespace podpromo
