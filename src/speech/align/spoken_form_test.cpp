#include "speech/align/spoken_form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// Each way of saying it as one text.
std::vector<std::string> said(std::string_view written) {
  std::vector<std::string> ways;
  for (const Saying& saying : sayings_of(written)) {
    std::string text;
    for (const std::string& word : saying) text += text.empty() ? word : " " + word;
    ways.push_back(text);
  }
  return ways;
}

TEST(SpokenForm, OfAWordIsTheWord) {
  EXPECT_THAT(said("Hello,"), ElementsAre("hello"));
  EXPECT_THAT(said("“Don’t”"), ElementsAre("don't"));
  EXPECT_THAT(said("naïve"), ElementsAre("naïve"));
}

TEST(SpokenForm, OfCapitalsIsTheWordOrItsLetters) {
  EXPECT_THAT(said("AI"), ElementsAre("ai", "a. i."));
  EXPECT_THAT(said("CEOs"), ElementsAre("ceos", "c. e. o.'s"));
  EXPECT_THAT(said("I"), ElementsAre("i"));
}

TEST(SpokenForm, OfAYearIsInPairsOrWhole) {
  EXPECT_THAT(said("2026"), Contains("twenty twenty six"));
  EXPECT_THAT(said("2026"), Contains("two thousand and twenty six"));
  EXPECT_THAT(said("1905"), Contains("nineteen oh five"));
  EXPECT_THAT(said("1900"), Contains("nineteen hundred"));
  EXPECT_THAT(said("2005"), Contains("two thousand five"));
  EXPECT_THAT(said("1990s"), Contains("nineteen nineties"));
}

TEST(SpokenForm, OfMoneyEndsWithTheUnit) {
  EXPECT_THAT(said("$3.5m"), Contains("three point five million dollars"));
  EXPECT_THAT(said("$1"), Contains("one dollar"));
  EXPECT_THAT(said("$20"), ElementsAre("twenty dollars", "twenty"));
  EXPECT_THAT(said("£1,200"), Contains("one thousand two hundred pounds"));
  EXPECT_THAT(said("€5k"), Contains("five thousand euros"));
}

TEST(SpokenForm, OfSignsIsTheirName) {
  EXPECT_THAT(said("5%."), ElementsAre("five percent"));
  EXPECT_THAT(said("&"), ElementsAre("and"));
  EXPECT_THAT(said("#1"), Contains("number one"));
  EXPECT_THAT(said("R&D"), Contains("r and d"));
}

TEST(SpokenForm, OfNumbersIsHowTheyAreRead) {
  EXPECT_THAT(said("105"), Contains("one hundred and five"));
  EXPECT_THAT(said("911"), Contains("nine eleven"));
  EXPECT_THAT(said("007"), Contains("zero zero seven"));
  EXPECT_THAT(said("1,000,000"), Contains("one million"));
  EXPECT_THAT(said("3.14"), Contains("three point one four"));
  EXPECT_THAT(said("21st"), ElementsAre("twenty first"));
  EXPECT_THAT(said("20th"), ElementsAre("twentieth"));
  EXPECT_THAT(said("1/2"), Contains("one half"));
  EXPECT_THAT(said("24/7"), Contains("twenty four seven"));
  EXPECT_THAT(said("10:30"), ElementsAre("ten thirty"));
  EXPECT_THAT(said("9:05pm"), Contains("nine oh five pm"));
}

TEST(SpokenForm, OfMixturesIsOnePartAfterTheOther) {
  EXPECT_THAT(said("COVID-19"), Contains("covid nineteen"));
  EXPECT_THAT(said("well-known"), ElementsAre("well known"));
  EXPECT_THAT(said("mp3"), ElementsAre("mp three"));
  EXPECT_THAT(said("example.com"), ElementsAre("example dot com"));
}

TEST(SpokenForm, OfHostileTextIsFound) {
  EXPECT_THAT(said("..."), IsEmpty());
  EXPECT_THAT(said(""), IsEmpty());
  EXPECT_THAT(said("99999999999999999999999999"),
              Contains("nine nine nine nine nine nine nine nine nine nine nine nine "
                       "nine nine nine nine nine nine nine nine nine nine nine nine "
                       "nine nine"));
  EXPECT_THAT(said("12:345:6/7/8"), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace podpromo
