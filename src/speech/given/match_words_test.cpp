#include "speech/given/match_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "speech/words/letters.hpp"

namespace podpromo {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> all(1);
  for (const char c : text)
    if (c == ' ')
      all.emplace_back();
    else
      all.back() += c;
  return all;
}

// Talk that repeats its small words as people do.
std::vector<std::string> made_up_talk(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back(i % 2 == 0 ? "small" + std::to_string(random() % 30) : "word" + std::to_string(random() % 4000));
  return all;
}

bool agree(const std::vector<std::string>& given, const std::vector<std::string>& heard,
           const std::vector<MatchedWord>& matches) {
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (given[matches[i].reference] != heard[matches[i].heard]) return false;
    if (i > 0 && (matches[i].reference <= matches[i - 1].reference || matches[i].heard <= matches[i - 1].heard))
      return false;
  }
  return true;
}

TEST(MatchedWords, AreTheOnesThatBothTextsHave) {
  const auto given = words("so the quick brown fox jumps over the dog"),
             heard = words("the quick fox jumped over the dog");
  const auto matches = match_words(given, heard);
  EXPECT_TRUE(agree(given, heard, matches));
  EXPECT_EQ(matches.size(), 6U);
}

TEST(MatchedWords, AreNoneInTextsThatShareNothing) {
  EXPECT_TRUE(match_words(words("a b c"), words("d e f g")).empty());
  EXPECT_TRUE(match_words(std::vector<std::string>{"", ""}, std::vector<std::string>{"", ""}).empty());
  EXPECT_TRUE(match_words({}, words("d e f g")).empty());
}

// Comparing each word with each would take longer than a test may.
TEST(MatchedWords, OfHoursAreFoundSoon) {
  const auto given = made_up_talk(100'000, 1);
  auto heard = given;
  heard.erase(heard.begin() + 30'000, heard.begin() + 32'000);
  for (std::size_t i = 0; i < heard.size(); i += 7) heard[i] = "misheard";
  const auto matches = match_words(given, heard);
  EXPECT_TRUE(agree(given, heard, matches));
  EXPECT_GT(matches.size(), heard.size() * 8 / 10);
}

TEST(MatchedWords, OfTheSameTwoWordsForEverEndSoon) {
  std::vector<std::string> given, heard;
  for (int i = 0; i < 50'000; ++i) {
    given.insert(given.end(), {"la", "lala"});
    heard.insert(heard.end(), {"lala", "la"});
  }
  EXPECT_TRUE(agree(given, heard, match_words(given, heard)));
}

TEST(SharedRuns, TellAnEpisodeFromAnother) {
  const auto given = made_up_talk(5'000, 2);
  std::vector<std::string> heard(given.begin() + 1000, given.begin() + 1300);
  for (std::size_t i = 0; i < heard.size(); i += 9) heard[i] = "misheard";
  EXPECT_GT(shared_runs(given, heard), 0.5);
  EXPECT_LT(shared_runs(given, made_up_talk(300, 3)), 0.05);
  EXPECT_EQ(shared_runs(given, words("two words")), 0);
}

TEST(ComparableWord, HasNoCaseAndNoPunctuation) {
  EXPECT_EQ(comparable("“Don’t!”"), "dont");
  EXPECT_EQ(comparable("…"), "");
}

}  // namespace
}  // namespace podpromo
