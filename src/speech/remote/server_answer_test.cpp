#include "speech/remote/server_answer.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

std::vector<std::string> texts(const ServerAnswer& answer) {
  std::vector<std::string> all;
  for (const Word& word : answer.words) all.push_back(word.text);
  return all;
}

ServerAnswer read(const std::string& body, double sound_s = 10, const std::string& language = "") {
  auto answer = read_server_answer(body, sound_s, language);
  EXPECT_TRUE(answer) << answer.error().detail;
  return answer.value_or(ServerAnswer{.language = {}, .words = {}, .mean_log_probability = {}});
}

void expect_sound_times(const ServerAnswer& answer, double sound_s) {
  double free_from = 0;
  for (const Word& word : answer.words) {
    EXPECT_GE(word.start, free_from) << word.text;
    EXPECT_GE(word.end, word.start) << word.text;
    EXPECT_LE(word.end, sound_s) << word.text;
    free_from = word.end;
  }
}

TEST(ServerAnswer, OfOpenAiHasTheTimesOfItsWordsAndThePunctuationOfItsSentences) {
  const auto answer = read(R"({"task":"transcribe","language":"english","duration":4.5,"text":"Hello, world. It's 3.5!",
    "segments":[{"id":0,"start":0.0,"end":2.0,"text":" Hello, world.","avg_logprob":-0.2,"no_speech_prob":0.01},
                {"id":1,"start":2.0,"end":4.0,"text":" It's 3.5!","avg_logprob":-0.4,"no_speech_prob":0.02}],
    "words":[{"word":"Hello","start":0.1,"end":0.5},{"word":"world","start":0.6,"end":1.1},
             {"word":"It's","start":1.9,"end":2.3},{"word":"3","start":2.4,"end":2.6},{"word":"5","start":2.7,"end":3.1}]})");
  EXPECT_EQ(answer.language, "en");
  EXPECT_TRUE(answer.has_times);
  EXPECT_THAT(texts(answer), ElementsAre("Hello,", "world.", "It's", "3.5!"));
  EXPECT_DOUBLE_EQ(answer.words[1].start, 0.6);
  EXPECT_DOUBLE_EQ(answer.words[2].start, 1.9);
  EXPECT_DOUBLE_EQ(answer.words[3].start, 2.4);
  EXPECT_DOUBLE_EQ(answer.words[3].end, 3.1);
  EXPECT_NEAR(answer.words[0].probability, std::exp(-0.2), 1e-9);
  EXPECT_NEAR(answer.mean_log_probability.value(), -0.3, 1e-9);
  EXPECT_DOUBLE_EQ(answer.no_speech, 0.02);
}

TEST(ServerAnswer, OfSpeachesHasWordsWithProbabilitiesInItsSegments) {
  const auto answer = read(R"({"language":"de","text":"Guten Tag.","segments":[{"start":0,"end":2,"text":" Guten Tag.",
    "words":[{"word":" Guten","start":0.2,"end":0.6,"probability":0.9},{"word":" Tag.","start":0.7,"end":1.2,"probability":0.5}]}]})");
  EXPECT_EQ(answer.language, "de");
  EXPECT_THAT(texts(answer), ElementsAre("Guten", "Tag."));
  EXPECT_DOUBLE_EQ(answer.words[1].start, 0.7);
  EXPECT_DOUBLE_EQ(answer.words[1].probability, 0.5);
  EXPECT_FALSE(answer.mean_log_probability);
}

TEST(ServerAnswer, OfVllmHasTimesOfSentencesAndNumbersAsText) {
  const auto answer = read(R"({"duration":"10.0","language":"en","text":"One two. Three.","words":null,"segments":[
    {"start":"1.0","end":"3.0","text":" One two.","avg_logprob":null,"no_speech_prob":null},
    {"start":5.0,"end":6.0,"text":" Three."}]})");
  EXPECT_TRUE(answer.has_times);
  EXPECT_THAT(texts(answer), ElementsAre("One", "two.", "Three."));
  EXPECT_DOUBLE_EQ(answer.words[0].start, 1);
  EXPECT_DOUBLE_EQ(answer.words[1].end, 3);
  EXPECT_DOUBLE_EQ(answer.words[2].start, 5);
  EXPECT_DOUBLE_EQ(answer.words[2].end, 6);
}

TEST(ServerAnswer, OfWhisperCppHasTokensForWords) {
  const auto answer = read(
      R"({"task":"transcribe","language":"english","detected_language":"english","text":" Speech recognition, now.",
    "segments":[{"id":0,"text":" Speech recognition, now.","start":0.0,"end":4.0,"avg_logprob":-0.1,"no_speech_prob":0.0,"words":[
      {"word":" Speech","start":0.0,"end":0.5,"t_dtw":-1,"probability":0.9},{"word":" rec","start":0.6,"end":0.8,"probability":0.9},
      {"word":"ognition","start":0.8,"end":1.3,"probability":0.7},{"word":",","start":1.3,"end":1.9,"probability":0.4},
      {"word":" now","start":2.0,"end":2.4,"probability":0.8},{"word":".","start":2.4,"end":3.0,"probability":0.8}]}]})");
  EXPECT_THAT(texts(answer), ElementsAre("Speech", "recognition,", "now."));
  EXPECT_DOUBLE_EQ(answer.words[1].start, 0.6);
  EXPECT_DOUBLE_EQ(answer.words[1].end, 1.3);
  EXPECT_DOUBLE_EQ(answer.words[2].end, 2.4);
}

TEST(ServerAnswer, OfTextAloneHasNoTimes) {
  const auto answer = read(R"({"text":"Just text, please."})", 10, "en");
  EXPECT_FALSE(answer.has_times);
  EXPECT_EQ(answer.language, "en");
  EXPECT_THAT(texts(answer), ElementsAre("Just", "text,", "please."));
  expect_sound_times(answer, 10);
}

TEST(ServerAnswer, WithWordsOnlyIsRead) {
  EXPECT_THAT(texts(read(R"({"text":"","words":[{"word":"yes","start":1,"end":2}]})")), ElementsAre("yes"));
}

TEST(ServerAnswer, OfSilenceSaysThatNobodySpeaks) {
  for (const char* body :
       {R"({"text":""})", R"({"text":"","segments":[],"words":[]})", R"({"text":null,"segments":[]})"}) {
    const auto answer = read(body);
    EXPECT_THAT(answer.words, IsEmpty()) << body;
    EXPECT_DOUBLE_EQ(answer.no_speech, 1);
  }
}

TEST(ServerAnswer, LeavesOutSegmentsInWhichNobodySpeaks) {
  const auto answer = read(R"({"text":"x","segments":[{"start":0,"end":3,"text":" Hello.","no_speech_prob":0.1},
    {"start":3,"end":6,"text":" Thank you.","no_speech_prob":0.93}],"words":[{"word":"Hello","start":0.5,"end":1},
    {"word":"Thank","start":3.5,"end":4},{"word":"you","start":4,"end":5}]})");
  EXPECT_THAT(texts(answer), ElementsAre("Hello."));
}

TEST(ServerAnswer, DoesNotBelieveTimesThatCannotBe) {
  const auto answer =
      read(R"({"text":"a b c d e f","words":[{"word":"a","start":0.5,"end":1},{"word":"b","start":900,"end":901},
    {"word":"c","start":9.5,"end":9.9},{"word":"d","start":2,"end":3},{"word":"e","start":-70,"end":4},
    {"word":"f","start":4,"end":1}]})");
  EXPECT_THAT(texts(answer), ElementsAre("a", "b", "c", "d", "e", "f"));
  EXPECT_DOUBLE_EQ(answer.words[0].start, 0.5);
  EXPECT_DOUBLE_EQ(answer.words[3].start, 2);
  expect_sound_times(answer, 10);
}

TEST(ServerAnswer, UndoesOverlapsOfWordsAndSegments) {
  const auto answer =
      read(R"({"text":"","segments":[{"start":0,"end":6,"text":" one two three"},{"start":2,"end":4,"text":" four"},
    {"start":3,"end":99,"text":" five"}]})");
  EXPECT_THAT(texts(answer), ElementsAre("one", "two", "three", "four", "five"));
  expect_sound_times(answer, 10);
}

TEST(ServerAnswer, SurvivesNumbersThatAreNone) {
  const auto answer = read(R"({"text":"NaN \" Infinity","segments":[{"start":NaN,"end":Infinity,"avg_logprob":-Infinity,
    "text":" NaN \" Infinity"}]})");
  EXPECT_THAT(texts(answer), ElementsAre("NaN", "\"", "Infinity"));
  expect_sound_times(answer, 10);
}

// Where the square of its length would take longer than a test may.
TEST(ServerAnswer, FullOfNumbersThatAreNoneIsReadQuickly) {
  std::string list;
  for (int i = 0; i < 500'000; ++i) list += "NaN,";
  EXPECT_THAT(texts(read(R"({"text":"bees","odd":[)" + list + "0]}")), ElementsAre("bees"));
}

TEST(ServerAnswer, SurvivesCharactersThatWereCut) {
  EXPECT_THAT(texts(read("{\"text\":\"caf\xC3 au\"}")), ElementsAre("caf", "au"));
}

TEST(ServerAnswer, CutsJapaneseIntoCharacters) {
  EXPECT_THAT(texts(read(R"({"language":"japanese","text":"今日は。"})")), ElementsAre("今", "日", "は。"));
}

TEST(ServerAnswer, NeverHasMoreWordsThanAnybodyCanSay) {
  std::string endless;
  for (int i = 0; i < 100'000; ++i) endless += " word" + std::to_string(i);
  const auto answer = read("{\"text\":\"" + endless + "\"}");
  EXPECT_THAT(answer.words.size(), testing::AllOf(Ge(100U), Le(120U)));
  expect_sound_times(answer, 10);
}

TEST(ServerAnswer, ThatGoesRoundInCirclesIsSeen) {
  EXPECT_TRUE(read(R"({"text":"so no no no no no no no no no no"})").runs_in_circles);
  EXPECT_FALSE(read(R"({"text":"so it is not so"})").runs_in_circles);
}

TEST(ServerAnswer, ThatIsNoneFails) {
  for (const char* body :
       {"", "no", "<html>", "[]", "null", "{}", R"({"error":"model"})", R"({"text":5})", R"({"text":"cut)"}) {
    const auto answer = read_server_answer(body, 10, "");
    ASSERT_FALSE(answer) << body;
    EXPECT_EQ(answer.error().fault, Fault::unavailable);
  }
  EXPECT_FALSE(read_server_answer(std::string(1'000'000, '['), 10, ""));
}

TEST(ServerAnswer, OfOddShapesIsReadAsFarAsItGoes) {
  EXPECT_THAT(texts(read(R"({"text":"yes","segments":[5,null,"x",{"text":7},{}],"words":{"word":"a"}})")),
              ElementsAre("yes"));
  EXPECT_THAT(texts(read(R"({"text":"yes","segments":{"a":1},"words":[1,"x",null,{"word":[]}]})")), ElementsAre("yes"));
}

}  // namespace
}  // namespace podpromo
