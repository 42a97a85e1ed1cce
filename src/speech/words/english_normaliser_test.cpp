#include "speech/words/english_normaliser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NormalEnglish, IsBareWords) {
  EXPECT_THAT(normal_english("  “Hello,” she said — TWICE...  "), ElementsAre("hello", "she", "said", "twice"));
}

TEST(NormalEnglish, LeavesOutFillersAndBrackets) {
  EXPECT_THAT(normal_english("Um, [laughs] well (coughs) uh hmm yes"), ElementsAre("well", "yes"));
}

TEST(NormalEnglish, OpensContractions) {
  EXPECT_THAT(normal_english("I won't say it's gonna rain; they've, we'll"),
              ElementsAre("i", "will", "not", "say", "it", "is", "going", "to", "rain", "they", "have", "we", "will"));
}

TEST(NormalEnglish, KnowsHadFromWould) {
  EXPECT_THAT(normal_english("she'd go, she'd gone, he's been"),
              ElementsAre("she", "would", "go", "she", "had", "gone", "he", "has", "been"));
}

TEST(NormalEnglish, WritesTitlesOut) {
  EXPECT_THAT(normal_english("Mr. Hale and Dr. Who"), ElementsAre("mister", "hale", "and", "doctor", "who"));
}

TEST(NormalEnglish, WritesAccentsAsPlainLetters) {
  EXPECT_THAT(normal_english("Café à la crème"), ElementsAre("cafe", "a", "la", "creme"));
}

TEST(NormalEnglish, SpellsTheAmericanWay) {
  EXPECT_THAT(normal_english("colour realise honourable centre, our four hours rise"),
              ElementsAre("color", "realize", "honorable", "center", "our", "4", "hours", "rise"));
}

TEST(NormalEnglish, WritesNumbersAsDigits) {
  EXPECT_THAT(normal_english("twenty-one, one hundred and five, two thousand twenty six"),
              ElementsAre("21", "105", "2026"));
}

TEST(NormalEnglish, AgreesOnNumbersHoweverTheyAreWritten) {
  EXPECT_EQ(normal_english("1,200,000 people"), normal_english("one million two hundred thousand people"));
  EXPECT_EQ(normal_english("20 million"), normal_english("twenty million"));
  EXPECT_EQ(normal_english("5% of 100"), normal_english("five percent of a hundred"));
  EXPECT_EQ(normal_english("$30"), normal_english("thirty dollars"));
  EXPECT_EQ(normal_english("the 21st of 1905"), normal_english("the twenty first of nineteen oh five"));
  EXPECT_EQ(normal_english("3.5"), normal_english("three point five"));
}

TEST(NormalEnglish, LeavesLooseNumberWordsAlone) {
  EXPECT_THAT(normal_english("hundreds of seconds, and the point"),
              ElementsAre("hundreds", "of", "seconds", "and", "the", "point"));
}

TEST(NormalEnglish, OfNothingIsNothing) { EXPECT_THAT(normal_english(" ... "), IsEmpty()); }

}  // namespace
}  // namespace podpromo
