#include "speech/words/text_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<TextToken> tokens(const std::vector<std::string>& texts) {
  std::vector<TextToken> list;
  for (const std::string& text : texts) list.push_back({text, 1, std::nullopt});
  return list;
}

std::vector<std::string> texts_of(const std::vector<std::string>& texts, std::string_view language = "en") {
  std::vector<std::string> words;
  for (const Word& word : words_from_tokens(tokens(texts), language)) words.push_back(word.text);
  return words;
}

TEST(TextTokens, BeginAWordAtASpace) {
  EXPECT_THAT(texts_of({" Good", " mor", "ning", ",", " Vietnam", "!"}), ElementsAre("Good", "morning,", "Vietnam!"));
}

TEST(TextTokens, OfNothingMakeNoWords) { EXPECT_THAT(texts_of({}), IsEmpty()); }

TEST(TextTokens, KeepApostrophesAndHyphensInside) {
  EXPECT_THAT(texts_of({" don", "'", "t", " well", "-", "known"}), ElementsAre("don't", "well-known"));
}

TEST(TextTokens, KeepNumbersTogether) {
  EXPECT_THAT(texts_of({" $", "3", ".", "5", "m", " 1", ",", "000", " 10", ":", "30", " 99", "%"}),
              ElementsAre("$3.5m", "1,000", "10:30", "99%"));
}

TEST(TextTokens, BeginAWordAfterPunctuationThatEndsAClause) {
  EXPECT_THAT(texts_of({" now", "—", "then", " wait", "...", "what", " yes", "!", "No"}),
              ElementsAre("now—", "then", "wait...", "what", "yes!", "No"));
}

TEST(TextTokens, PutOpeningMarksBeforeTheirWord) {
  EXPECT_THAT(texts_of({" \"", "Well", ",\"", " he", " said"}), ElementsAre("\"Well,\"", "he", "said"));
}

TEST(TextTokens, TakeASpaceThatComesAlone) { EXPECT_THAT(texts_of({" a", " ", "b"}), ElementsAre("a", "b")); }

TEST(TextTokens, JoinACharacterThatIsSpreadOverThem) {
  EXPECT_THAT(texts_of({" caf", "\xC3", "\xA9"}), ElementsAre("café"));
}

TEST(TextTokens, DropBytesThatAreNoCharacter) { EXPECT_THAT(texts_of({" ok\xC3", " go"}), ElementsAre("ok", "go")); }

TEST(TextTokens, AreWordsInLanguagesWithoutSpaces) {
  EXPECT_THAT(texts_of({"今日", "は", "、", "いい", "\xE5\xA4", "\xA9", "気"}, "ja"),
              ElementsAre("今日", "は、", "いい", "天", "気"));
}

TEST(TextTokens, GiveTheGeometricMeanOfTheirProbabilities) {
  const auto words = words_from_tokens(std::vector<TextToken>{{" a", 0.4, {}}, {"b", 0.9, {}}}, "en");
  EXPECT_NEAR(words.at(0).probability, 0.6, 1e-9);
}

TEST(TextTokens, WithTimesEndWordsBeforeTheirPunctuationAndBeginThemAfterIt) {
  const std::vector<TextToken> timed = {{" one", 1, 1.0}, {" two", 1, 1.4}, {",", 1, 2.0}, {" three", 1, 2.5}};
  const auto words = words_from_tokens(timed, "de", 0.5);
  ASSERT_EQ(words.size(), 3U);
  EXPECT_DOUBLE_EQ(words[0].start, 0.5);
  EXPECT_DOUBLE_EQ(words[0].end, 1.0);
  EXPECT_DOUBLE_EQ(words[1].end, 1.4);
  EXPECT_DOUBLE_EQ(words[2].start, 2.0);
  EXPECT_DOUBLE_EQ(words[2].end, 2.5);
}

}  // namespace
}  // namespace podpromo
