#include "jobs/learned_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool knows(std::string_view word) {
  static const std::set<std::string, std::less<>> kWords{"the", "oak",  "for",  "says", "bees",   "wasps",
                                                         "tap", "root", "well", "Jane", "settle", "cast"};
  return kWords.contains(word);
}

std::vector<std::string> learned(const std::vector<std::string>& heard, const std::vector<std::string>& said) {
  Correction place;
  for (const auto& word : heard) place.heard.push_back({word});
  for (const auto& word : said) place.words.push_back({word});
  return learned_words({.places = {place}, .names = {}}, knows);
}

TEST(LearnedWords, AreNamesThatWereNotHeard) {
  EXPECT_THAT(learned({"Well,", "oak", "for", "says"}, {"Well,", "Okafor,", "says"}), ElementsAre("Okafor"));
  EXPECT_THAT(learned({"Jane", "Wheatfelt."}, {"Jane", "Whitfield."}), ElementsAre("Jane Whitfield", "Whitfield"));
}

TEST(LearnedWords, AreStrangeWordsToo) {
  EXPECT_THAT(learned({"the", "settle", "cast"}, {"the", "zettelkasten"}), ElementsAre("zettelkasten"));
}

TEST(LearnedWords, AreNoOrdinaryOnes) {
  EXPECT_THAT(learned({"the", "bees"}, {"the", "wasps"}), IsEmpty());
  EXPECT_THAT(learned({"the", "tap", "root"}, {"the", "taproot."}), IsEmpty());
}

TEST(LearnedWords, AreNotThoseThatWereHeardAnyway) {
  EXPECT_THAT(learned({"Okafor", "says", "bees"}, {"Okafor", "says", "wasps"}), IsEmpty());
}

TEST(LearnedWords, AreNamesOfSpeakers) {
  EXPECT_THAT(learned_words({.places = {}, .names = {{"Speaker 1", "Jane Okafor"}, {"Speaker 2", "Host"}}},
                            [](std::string_view word) { return word == "Jane" || word == "host"; }),
              ElementsAre("Jane Okafor", "Okafor"));
}

}  // namespace
}  // namespace podpromo
