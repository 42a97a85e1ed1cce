#include "speech/evaluate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(WordErrors, AreNoneBetweenEqualTexts) {
  const std::vector<std::string> text = {"a", "b", "c"};
  EXPECT_EQ(word_errors(text, text), (WordErrors{3, 0, 0, 0}));
}

TEST(WordErrors, CountEachKind) {
  const std::vector<std::string> reference = {"the", "cat", "sat", "on", "the", "mat"};
  const std::vector<std::string> heard = {"the", "bat", "sat", "the", "old", "mat"};
  const auto errors = word_errors(reference, heard);
  EXPECT_EQ(errors.substitutions + errors.deletions + errors.insertions, 3U);
  EXPECT_DOUBLE_EQ(errors.percent(), 50);
}

TEST(WordErrors, OfNothingAreZeroPercent) { EXPECT_DOUBLE_EQ(word_errors({}, {}).percent(), 0); }

TEST(WordErrors, NameTheWordsThatAgree) {
  const std::vector<std::string> reference = {"a", "b", "c"}, heard = {"a", "x", "c"};
  std::vector<MatchedWord> matches;
  word_errors(reference, heard, &matches);
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_EQ(matches[1].reference, 2U);
  EXPECT_EQ(matches[1].heard, 2U);
}

TEST(WordTimeErrors, AreMedianP90AndBias) {
  const std::vector<Word> reference = {{"Yes,", 1, 2}, {"no", 3, 4}, {"so.", 5, 6}};
  const std::vector<Word> heard = {{"yes", 1.01, 2}, {"No!", 3.02, 4}, {"so", 5.03, 6}};
  const auto errors = word_time_errors(reference, heard);
  EXPECT_EQ(errors.start.words, 3U);
  EXPECT_NEAR(errors.start.median_ms, 20, 1e-6);
  EXPECT_NEAR(errors.start.bias_ms, 20, 1e-6);
  EXPECT_NEAR(errors.end.p90_ms, 0, 1e-6);
}

TEST(TextGrid, GivesTheWordsOfItsTier) {
  const auto words = read_textgrid(
      "File type = \"ooTextFile\"\nObject class = "
      "\"TextGrid\"\n\n0\n2\n<exists>\n2\n\"IntervalTier\"\n\"phones\"\n0\n2\n"
      "1\n0\n2\n\"AH\"\n\"IntervalTier\"\n\"words\"\n0\n2\n2\n0\n1.5\n\"\"\n1.5\n2\n\"hello\"\n");
  ASSERT_TRUE(words);
  EXPECT_THAT(*words, ElementsAre(Word{"hello", 1.5, 2}));
}

TEST(TextGrid, IsReadInItsLongForm) {
  const auto words = read_textgrid(
      "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 2\ntiers? <exists>\nsize = 1\nitem "
      "[]:\n"
      "    item [1]:\n        class = \"IntervalTier\"\n        name = \"words\"\n        xmin = 0\n        xmax = 2\n"
      "        intervals: size = 1\n        intervals [1]:\n            xmin = 0.5\n            xmax = 2\n"
      "            text = \"say \"\"hi\"\"\"\n");
  ASSERT_TRUE(words);
  EXPECT_THAT(*words, ElementsAre(Word{"say \"hi\"", 0.5, 2}));
}

TEST(TextGrid, WithoutATierIsRefused) { EXPECT_EQ(read_textgrid("hello").error().fault, Fault::bad_request); }

TEST(ReferenceTable, IsReadLineByLine) {
  const auto table = read_reference_table("a-1\t15.000\tthere's iron\nb-2\t2.5\tthey say\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->size(), 2U);
  EXPECT_EQ(table->at(1).id, "b-2");
  EXPECT_DOUBLE_EQ(table->at(1).seconds, 2.5);
  EXPECT_EQ(table->at(0).text, "there's iron");
}

TEST(ReferenceTable, NamesTheLineItCannotRead) {
  EXPECT_THAT(read_reference_table("a\t1\tx\nnonsense\n").error().reason, HasSubstr("line 2"));
}

TEST(Scores, AreATableAndJson) {
  SpeechScore score;
  score.name = "joined";
  score.sound_s = 418;
  score.errors = WordErrors{100, 5, 3, 2};
  EXPECT_THAT(score_table({&score, 1}), HasSubstr("10.00"));
  const auto json = nlohmann::json::parse(score_json({&score, 1}));
  EXPECT_DOUBLE_EQ(json["exams"][0]["wer"]["percent"], 10);
}

}  // namespace
}  // namespace podpromo
