#include "speech/words/near_words.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

bool near(const std::string& text, const std::vector<std::string>& words) { return NearWords(words).are_in(text); }

TEST(NearWords, AreThoseInOtherLetters) {
  for (const auto* text : {"at the Domoanico.", "the old Delmonicho", "a del monaco"})
    EXPECT_TRUE(near(text, {"Delmonico"})) << text;
  EXPECT_TRUE(near("says oak for today", {"Okafor"}));
  EXPECT_TRUE(near("and Alzaman heard", {"al-Zaman"}));
  EXPECT_TRUE(near("Missus Halston", {"Helstone"}));
}

TEST(NearWords, AreNotTheWordsThemselves) {
  EXPECT_FALSE(near("at the Delmonico.", {"Delmonico"}));
  EXPECT_FALSE(near("we grow tomatoes and pepper", {"Delmonico", "Okafor", "Whitfield"}));
}

TEST(NearWords, AreNoneWithoutWordsOrOfThreeLetters) {
  EXPECT_FALSE(near("we foe few fool", {"Foo"}));
  EXPECT_FALSE(near("we grow tomatoes", {}));
  EXPECT_FALSE(near("", {"Delmonico"}));
}

}  // namespace
}  // namespace podpromo
