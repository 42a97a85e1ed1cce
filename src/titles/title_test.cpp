#include "titles/title.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

#include "moments/test_speech.hpp"
#include "moments/tokens.hpp"

namespace podpromo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<std::string> titles_of(const test::Speech& speech, std::size_t count = 1) {
  Clip clip;
  clip.last_word = speech.words().words.size();
  return titles_for(clip, speech.words(), count);
}

TEST(Titles, AreTheStrongestSentence) {
  const auto titles =
      titles_of(test::Speech().murmurs(20).says("Most people never learn to tell the truth.").murmurs(20));
  EXPECT_THAT(titles, ElementsAre("Most people never learn to tell the truth"));
}

TEST(Titles, KeepTheQuestionMarkOfAQuestion) {
  const auto titles = titles_of(test::Speech().murmurs(10).says("Why do so many founders give up early?").murmurs(10));
  EXPECT_THAT(titles, ElementsAre("Why do so many founders give up early?"));
}

TEST(Titles, LoseWhatSpeakersBeginWith) {
  EXPECT_THAT(titles_of(test::Speech().says("And so, you know, um, the biggest mistake is silence.")),
              ElementsAre("The biggest mistake is silence"));
  EXPECT_THAT(titles_of(test::Speech().says("Well, I mean, honestly, the the price is is never the problem.")),
              ElementsAre("The price is never the problem"));
}

TEST(Titles, KeepAWordThatEndsAClauseAndBeginsTheNext) {
  EXPECT_THAT(titles_of(test::Speech().says("Yet let me tell you, you have seen but the worst of her.")),
              ElementsAre("Yet let me tell you, you have seen but the worst of her"));
  EXPECT_THAT(titles_of(test::Speech().says("You you have never seen the worst of her.")),
              ElementsAre("You have never seen the worst of her"));
}

TEST(Titles, KeepWordsThatOnlyLookLikeFillers) {
  EXPECT_THAT(titles_of(test::Speech().says("Look at the numbers before everything else.")),
              ElementsAre("Look at the numbers before everything else"));
  EXPECT_THAT(titles_of(test::Speech().says("You know who never gives up?")),
              ElementsAre("You know who never gives up?"));
}

TEST(Titles, DontPointAtWhatWasSaidBefore) {
  EXPECT_EQ(titles_of(test::Speech()
                          .says("How do you go about it?")
                          .says("The nodes of the network keep their addresses in two large tables."))[0],
            "The nodes of the network keep their addresses in two large tables");
  EXPECT_EQ(titles_of(test::Speech()
                          .says("I think everybody feels a little bit better about that.")
                          .says("A change of this size is reviewed for years before it gets merged."))[0],
            "A change of this size is reviewed for years before it gets merged");
}

TEST(Titles, DontEndBeforeTheVerbOfAClause) {
  const auto title = titles_of(test::Speech().says(
      "I was taken aback when I learned of the wager, as I think most people are and should be because nothing of the "
      "kind was ever written down."))[0];
  EXPECT_THAT(title, Not(testing::EndsWith("most people")));
}

TEST(Titles, AreNoQuestionWhenTheQuestionWasCutOff) {
  const auto titles = titles_of(
      test::Speech()
          .says("To say that even with a hundred megabyte blocks and all of the sensors and the cables on the roof, "
                "could you run it?")
          .says("The database of unspent coins is the bottleneck."));
  EXPECT_EQ(titles[0], "The database of unspent coins is the bottleneck");
}

TEST(Titles, AreCutAtAClause) {
  const auto titles = titles_of(test::Speech().says(
      "The hardest part of building a company is hiring, because every person you bring in changes the way that "
      "everybody else behaves for years."));
  EXPECT_THAT(titles, ElementsAre("The hardest part of building a company is hiring"));
}

TEST(Titles, ThatMustBeCutBetweenWordsSayThatTheyGoOn) {
  const auto titles = titles_of(test::Speech().says(
      "Everyone living near the great northern harbour town remembers the enormous winter storm of nineteen eighty "
      "seven in vivid detail."));
  ASSERT_THAT(titles, SizeIs(1));
  EXPECT_THAT(titles[0], testing::EndsWith("…"));
  EXPECT_THAT(titles[0], Not(HasSubstr("of…")));
  EXPECT_LE(character_count(titles[0]), 80U);
}

TEST(Titles, AreDistinct) {
  const auto titles = titles_of(test::Speech().says(test::kStrongPassage).says(test::kStrongPassage), 6);
  EXPECT_THAT(titles, SizeIs(testing::Ge(3)));
  EXPECT_EQ(std::set<std::string>(titles.begin(), titles.end()).size(), titles.size());
}

TEST(Titles, ComeFromTheClipOnly) {
  const test::Speech speech =
      test::Speech().says("Most people never tell the truth.").says("I sat by the quiet river all day.");
  Clip clip;
  clip.first_word = 6;
  clip.last_word = speech.words().words.size();
  EXPECT_THAT(titles_for(clip, speech.words(), 3), ElementsAre("I sat by the quiet river all day"));
}

TEST(Titles, DontSell) {
  const auto titles =
      titles_of(test::Speech().says("Sign up at brightbox.com for the best free trial ever.").murmurs(5));
  EXPECT_THAT(titles[0], Not(HasSubstr("brightbox")));
}

TEST(Titles, WorkInOtherLanguages) {
  EXPECT_THAT(titles_of(test::Speech().language("de").says("Warum erzählt uns niemand die Wahrheit über Geld?")),
              ElementsAre("Warum erzählt uns niemand die Wahrheit über Geld?"));
  const auto chinese = titles_of(test::Speech().language("zh").says(
      "今天我们来谈谈为什么大多数人从来不说真话因为他们害怕失去他们所拥有的一切而不是因为他们不知道真相是什么所以我们需"
      "要"
      "学会面对自己的恐惧并且勇敢地说出来这样我们才能真正地改变自己的生活和我们周围的世界以及所有人。"));
  ASSERT_THAT(chinese, SizeIs(1));
  EXPECT_LE(character_count(chinese[0]), 80U);
}

TEST(Titles, OfNothingAreNoneAndOfAMumbleOne) {
  EXPECT_THAT(titles_of({}), IsEmpty());
  EXPECT_THAT(titles_of(test::Speech().says("Um.")), SizeIs(1));
  EXPECT_THAT(titles_of(test::Speech().says("And so the")), SizeIs(1));
}

TEST(Titles, AreNotCutBeforeTheNameOfAMister) {
  const auto titles = titles_of(test::Speech().says(
      "\"I could not help watching your face with some anxiety, when Mr. Thornton made his confession of having been a "
      "shop boy.\""));
  EXPECT_EQ(titles.front(), "I could not help watching your face with some anxiety");
}

TEST(Titles, HoldForAnyWords) {
  constexpr std::array kWords{"and",   "the",    "of", "so",     "you know,", "I",     "never,",
                              "truth", "money.", "…",  "why?",   "um,",       "like,", "because",
                              "that",  "Martin", "is", "people", "—",         "it"};
  std::mt19937 chance(11);
  for (int round = 0; round < 300; ++round) {
    test::Speech speech;
    for (std::size_t i = 0, n = 1 + chance() % 60; i < n; ++i) speech.says(kWords[chance() % kWords.size()]);
    const auto titles = titles_of(speech, 5);
    ASSERT_FALSE(titles.empty());
    for (const auto& title : titles) {
      EXPECT_FALSE(title.empty());
      EXPECT_LE(character_count(title), 80U) << title;
      EXPECT_FALSE(title.ends_with(",") || title.ends_with(".") || title.ends_with(" ")) << title;
    }
  }
}

}  // namespace
}  // namespace podpromo
