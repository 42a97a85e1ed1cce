#include "moments/tokens.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(Tokens, AreSmallAndWithoutPunctuation) {
  EXPECT_EQ(token_of("\"Hello,"), "hello");
  EXPECT_EQ(token_of("don’t!"), "don't");
  EXPECT_EQ(token_of("$3.5"), "$35");
  EXPECT_EQ(token_of("—"), "");
}

TEST(Tokens, KeepLettersOfOtherScripts) {
  EXPECT_EQ(token_of("Über,"), "über");
  EXPECT_EQ(token_of("Привет!"), "привет");
  EXPECT_EQ(token_of("你好。"), "你好");
  EXPECT_EQ(token_of("Żółw,"), "żółw");
  EXPECT_EQ(token_of("ŁÓDŹ"), "łódź");
}

TEST(Tokens, SurviveBrokenBytes) {
  EXPECT_EQ(token_of("a\xFF\xC3"), "a");
  EXPECT_EQ(character_count("a\xE2\x82"), 3U);
}

TEST(Tokens, ForAdsNameAddressesAndNumbers) {
  EXPECT_EQ(ad_token_of("Brightbox.com/pod."), "<url>");
  EXPECT_EQ(ad_token_of("1,000"), "<num>");
  EXPECT_EQ(ad_token_of("20%"), "<num>%");
  EXPECT_EQ(ad_token_of("(money-back"), "money-back");
}

TEST(WordEnds, LookBehindClosingQuotes) {
  EXPECT_EQ(word_end("done.\""), WordEnd::statement);
  EXPECT_EQ(word_end("why?’"), WordEnd::question);
  EXPECT_EQ(word_end("吗？"), WordEnd::question);
  EXPECT_EQ(word_end("well,"), WordEnd::clause);
  EXPECT_EQ(word_end(""), WordEnd::open);
}

TEST(Languages, AreToldByLittleWordsWhenNobodySaysWhich) {
  Transcript english, german;
  for (const auto* word : {"the", "house", "is", "in", "the", "town"}) english.words.push_back({word});
  for (const auto* word : {"das", "Haus", "steht", "dort", "neben", "Bäumen"}) german.words.push_back({word});
  EXPECT_TRUE(is_english(english));
  EXPECT_FALSE(is_english(german));
}

}  // namespace
}  // namespace podpromo
