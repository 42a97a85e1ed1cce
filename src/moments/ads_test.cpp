#include "moments/ads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

std::string text_between(const Transcript& transcript, const AdBlock& block) {
  std::string text;
  for (const auto& word : transcript.words)
    if (word.start >= block.start && word.end <= block.end) text += word.text + " ";
  return text;
}

TEST(Ads, AreFoundWhereTheyAreRead) {
  test::Speech speech;
  speech.murmurs(120);
  const double begins = speech.now();
  speech.says(test::kAdRead);
  const double ends = speech.now();
  speech.murmurs(120);
  const auto ads = ads_in(speech.words());
  ASSERT_EQ(ads.size(), 1U);
  EXPECT_NEAR(ads[0].block.start, begins, 8);
  EXPECT_NEAR(ads[0].block.end, ends, 15);
}

TEST(Ads, BeginWithTheSponsorAndEndBeforeTheNextQuestion) {
  test::Speech speech;
  speech.murmurs(120).says("Care and control are not the same thing. Before we go on, a word from our sponsor.");
  speech.says(test::kAdRead).says("Now let us talk about bread.");
  const double goes_on = speech.now();
  speech.says("Why would anybody bake at night? Dough is alive, and it is ready when it is ready.").murmurs(60);
  const auto ads = ads_in(speech.words());
  ASSERT_EQ(ads.size(), 1U);
  const std::string said = text_between(speech.words(), ads[0].block);
  EXPECT_THAT(said, testing::StartsWith("Before we go on, a word from our sponsor."));
  EXPECT_LE(ads[0].keep_away.end, goes_on);
}

// Parts of words and everyday words that once counted as sponsors: hims, wise, honey, square, "visit ".
TEST(Ads, AreNotOrdinaryWords) {
  const test::Speech speech =
      test::Speech()
          .murmurs(60)
          .says(
              "He taught himself, otherwise he keeps to the square. Indeed the honey was brilliant. "
              "We visit my mother every spring, and she had a notion to anchor the boat. "
              "I call her in the evening. Then we download the pictures and text my brother. "
              "She said he was wise, like her father, and I was glad.")
          .murmurs(60);
  EXPECT_TRUE(ads_in(speech.words()).empty());
}

TEST(Ads, AreNotALoneCue) {
  const test::Speech speech =
      test::Speech().murmurs(60).says("Our sponsor was my uncle, and I said he was kind.").murmurs(60);
  EXPECT_TRUE(ads_in(speech.words()).empty());
}

TEST(Ads, AreNotARecogniserThatLostItsWay) {
  test::Speech speech;
  speech.murmurs(60).says(
      "promo code, discount code, discount code, discount code, discount code, discount code, "
      "discount code, discount code, discount code, discount code, discount code, discount code.");
  EXPECT_TRUE(ads_in(speech.murmurs(60).words()).empty());
}

TEST(Ads, AreKnownInEnglishOnly) {
  EXPECT_TRUE(ads_in(test::Speech().language("de").says(test::kAdRead).words()).empty());
}

TEST(Ads, OfNothingAreNone) { EXPECT_TRUE(ads_in({}).empty()); }

}  // namespace
}  // namespace podpromo
