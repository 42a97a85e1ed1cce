#include "speech/subtitles.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/subtitles/cues.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> texts(const Transcript& transcript) {
  std::vector<std::string> out;
  for (const Word& word : transcript.words) out.push_back(word.text);
  return out;
}

TEST(SubRip, GivesWordsInsideTheirCaptions) {
  const auto transcript = read_transcript(
      "1\r\n00:00:01,000 --> 00:00:03,000\r\nHello <i>dear</i>\r\nlisteners.\r\n\r\n2\r\n00:00:05,500 --> "
      "00:00:06,000\r\nBye!\r\n",
      "episode.srt");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(texts(*transcript), ElementsAre("Hello", "dear", "listeners.", "Bye!"));
  EXPECT_DOUBLE_EQ(transcript->words[0].start, 1);
  EXPECT_DOUBLE_EQ(transcript->words[2].end, 3);
  EXPECT_DOUBLE_EQ(transcript->words[3].start, 5.5);
  EXPECT_TRUE(transcript->estimated_times);
  EXPECT_EQ(transcript->source, "episode.srt");
}

TEST(SubRip, TakesSpeakersThatAreNamedMoreThanOnce) {
  const auto transcript = read_transcript(
      "1\n00:00:00,000 --> 00:00:01,000\nMichael: Hello\n\n2\n00:00:01,000 --> 00:00:02,000\nagain.\n\n"
      "3\n00:00:02,000 --> 00:00:03,000\nNikolay: Note: hi\n\n4\n00:00:03,000 --> 00:00:04,000\nMichael: So\n\n"
      "5\n00:00:04,000 --> 00:00:05,000\nNikolay: what\n\n6\n00:00:05,000 --> 00:00:06,000\nWarning: wet\n",
      "e.srt");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, ElementsAre("Michael", "Nikolay"));
  EXPECT_THAT(texts(*transcript), ElementsAre("Hello", "again.", "Note:", "hi", "So", "what", "Warning:", "wet"));
  EXPECT_EQ(transcript->words[1].speaker, 0);
  EXPECT_EQ(transcript->words[3].speaker, 1);
}

TEST(SubRip, GoesOnAfterOneBrokenCaptionInMany) {
  std::string text;
  for (int i = 10; i < 40; ++i)
    text += "\n00:00:" + std::to_string(i) + ",000 --> 00:00:" + std::to_string(i) + ",900\nword\n";
  text += "\n00:00:xx,000 --> 00:00:50,000\nbroken\n";
  const auto transcript = read_transcript(text, "e.srt");
  ASSERT_TRUE(transcript);
  EXPECT_EQ(transcript->words.size(), 30U);
  EXPECT_FALSE(transcript->estimated_times);
}

TEST(SubRip, NamesTheLineWhenMoreIsBroken) {
  const auto transcript = read_transcript("1\n00:00:01,000 --> later\nHello\n", "e.srt");
  EXPECT_EQ(transcript.error().fault, Fault::bad_request);
  EXPECT_THAT(transcript.error().reason, HasSubstr("line 2"));
}

TEST(WebVtt, TakesVoicesEntitiesAndSettings) {
  const auto transcript = read_transcript(
      "WEBVTT - Title\n\nNOTE\nnothing of this\nis said\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> "
      "00:02.000 align:start "
      "position:10%\n<v.loud Sarah Ann>Q&amp;A <b>now</b></v>\n\n01:00:00.000 --> 01:00:01.500\n<v Tom>Right.\n",
      "e.vtt");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(texts(*transcript), ElementsAre("Q&A", "now", "Right."));
  EXPECT_THAT(transcript->speakers, ElementsAre("Sarah Ann", "Tom"));
  EXPECT_DOUBLE_EQ(transcript->words[2].start, 3600);
}

TEST(WebVtt, WithANoteThatLooksLikeATimeEnds) {
  EXPECT_EQ(read_transcript("WEBVTT\n\nNOTE -->\n", "e.vtt").error().fault, Fault::bad_request);
}

TEST(Captions, ThatOverlapGiveWordsThatDoNot) {
  const auto transcript = read_transcript(
      "WEBVTT\n\n00:03.000 --> 00:05.000\nlater words\n\n00:01.000 --> 00:04.000\nearly words\n", "e.vtt");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(texts(*transcript), ElementsAre("early", "words", "later", "words"));
  EXPECT_LE(transcript->words[1].end, transcript->words[2].start);
}

// Each in a second or so, where the square of the length would take minutes.
TEST(Captions, ThatWereMadeToHoldUpTheReaderAreReadQuickly) {
  std::string crowd = "WEBVTT\n";
  for (int i = 0; i < 300'000; ++i) crowd += fmt::format("\n00:00.000 --> 00:01.000\n<v Guest number {}>Hi\n", i);
  const auto open_tags = read_transcript("00:00.000 --> 00:01.000\nHi > " + std::string(8 << 20, '<') + "\n", "e.vtt");
  const auto guests = read_transcript(crowd, "e.vtt");
  ASSERT_TRUE(open_tags && guests);
  EXPECT_EQ(open_tags->words.size(), 3U);
  EXPECT_EQ(guests->speakers.size(), 300'000U);
}

TEST(PodcastJson, GivesSegmentsAsWords) {
  const auto transcript = read_transcript(
      R"({"version":"1.0.0","segments":[{"speaker":"Darth","startTime":0.5,"endTime":0.75,"body":"I"},
          {"speaker":"Luke","startTime":"1","endTime":"1.5","body":"No"}]})",
      "e.json");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, ElementsAre("Darth", "Luke"));
  EXPECT_DOUBLE_EQ(transcript->words[1].start, 1);
  EXPECT_FALSE(transcript->estimated_times);
}

TEST(PodcastJson, TakesTheWordsInsideSegments) {
  const auto transcript = read_transcript(
      R"({"language":"en","segments":[{"start":0,"end":2,"text":" a b","words":[{"word":" a","start":0.1,"end":0.4},
          {"word":" b","start":1.1,"end":1.4}]}]})",
      "e.json");
  ASSERT_TRUE(transcript);
  EXPECT_EQ(transcript->language, "en");
  EXPECT_DOUBLE_EQ(transcript->words[1].start, 1.1);
  EXPECT_FALSE(transcript->estimated_times);
}

TEST(OwnTranscript, ComesBackAsItWas) {
  const auto transcript = read_transcript(
      R"({"version":1,"language":"en","source":"whisper base","estimated_times":false,"speakers":["A"],
          "words":[{"w":"Hi","start":1.0,"end":1.2,"p":0.9,"speaker":0}],"sentences":[]})",
      "transcript.json");
  ASSERT_TRUE(transcript);
  EXPECT_EQ(transcript->source, "whisper base");
  EXPECT_THAT(transcript->words, ElementsAre(Word{"Hi", 1.0, 1.2, 0.9, 0}));
}

TEST(OwnTranscript, KnowsTwoOfOneNameForOne) {
  const auto transcript = read_transcript(
      R"({"language":"en","source":"","estimated_times":false,"speakers":["Anna","Bob","Anna"],
          "words":[{"w":"a","start":1,"end":2,"p":1,"speaker":2},{"w":"b","start":2,"end":3,"p":1,"speaker":1}]})",
      "transcript.json");
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, ElementsAre("Anna", "Bob"));
  EXPECT_EQ(transcript->words[0].speaker, 0);
  EXPECT_EQ(transcript->words[1].speaker, 1);
}

TEST(OwnTranscript, WithImpossibleTimesIsRefused) {
  for (const char* times : {R"("start":3,"end":1)", R"("start":-1,"end":1)", R"("start":1,"end":1e300)"})
    EXPECT_EQ(
        read_transcript(
            fmt::format(
                R"({{"language":"en","source":"","estimated_times":false,"speakers":[],"words":[{{"w":"Hi",{},"p":1}}]}})",
                times),
            "t.json")
            .error()
            .fault,
        Fault::bad_request)
        << times;
}

TEST(OtherFiles, AreRefusedWithAReason) {
  EXPECT_EQ(read_transcript("", "e").error().fault, Fault::bad_request);
  EXPECT_EQ(read_transcript("Just some text.", "e").error().fault, Fault::bad_request);
  EXPECT_EQ(read_transcript("{\"a\":", "e").error().fault, Fault::bad_request);
  EXPECT_EQ(read_transcript("[1,2]", "e").error().fault, Fault::bad_request);
  EXPECT_EQ(
      read_transcript("{\"segments\":[{\"startTime\":1e300,\"endTime\":2e300,\"body\":\"x\"}]}", "e").error().fault,
      Fault::bad_request);
}

TEST(CueTime, IsReadInAllItsForms) {
  EXPECT_DOUBLE_EQ(read_cue_time("00:01:02,5"), 62.5);
  EXPECT_DOUBLE_EQ(read_cue_time("1:02.500"), 62.5);
  EXPECT_DOUBLE_EQ(read_cue_time("100:00:00.000"), 360000);
  EXPECT_LT(read_cue_time("12"), 0);
  EXPECT_LT(read_cue_time("00:61:00.000"), 0);
  EXPECT_LT(read_cue_time("-1:00.0"), 0);
  EXPECT_LT(read_cue_time("1:2:3:4"), 0);
  EXPECT_LT(read_cue_time("99999999:00:00"), 0);
}

TEST(PlainUtf8, ComesFromEveryEncoding) {
  EXPECT_EQ(as_plain_utf8("\xEF\xBB\xBF"
                          "a\r\nb\rc"),
            "a\nb\nc");
  EXPECT_EQ(as_plain_utf8(std::string_view("\xFF\xFEh\0\xE9\0", 6)), "hé");
  EXPECT_EQ(as_plain_utf8(std::string_view("\xFE\xFF\xD8\x3D\xDE\x00", 6)), "😀");
  EXPECT_EQ(as_plain_utf8("caf\xE9 \x93quoted\x94"), "café “quoted”");
}

}  // namespace
}  // namespace podpromo
