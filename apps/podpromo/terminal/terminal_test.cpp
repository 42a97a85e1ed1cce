#include "terminal/clip_table.hpp"
#include "terminal/screen.hpp"
#include "terminal/stage_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const RunningStage kListening{"words", "12:07 of 52:14 of speech", 0.23, "1 m 10 s left"};

TEST(LiveLine, FitsWhateverTerminalThereIs) {
  for (const int columns : {20, 30, 40, 50, 60, 62, 70, 80, 100, 200})
    EXPECT_LT(columns_on_screen(live_line(kListening, "⠹", columns)), columns) << columns;
}

TEST(LiveLine, SaysAllOfItOnEightyColumns) {
  EXPECT_THAT(live_line(kListening, "⠹", 80), AllOf(HasSubstr("12:07 of 52:14 of speech"), HasSubstr("━━╸"),
                                                    HasSubstr(" 23 %"), HasSubstr("1 m 10 s left")));
}

TEST(LiveLine, KeepsItsFiguresWhereThereIsNoRoomForMore) {
  EXPECT_THAT(live_line(kListening, "⠹", 36), AllOf(HasSubstr(" 23 %  1 m 10 s left"), Not(HasSubstr("speech"))));
}

TEST(PlainLine, LeavesNothingThatMovesTheCursorOrColours) {
  EXPECT_EQ(plain_line("esc\x1b[31mred\r\n\x07\x7f"), "esc [31mred    ");
  EXPECT_EQ(plain_line("\xC2\x9B"
                       "2J"),
            " 2J");  // the one-character form of ESC [
  EXPECT_EQ(plain_line("a\xE2\x80\xAE"
                       "b\xE2\x81\xA6"),
            "a b ");  // turns what follows around
}

TEST(PlainLine, LeavesWhatPeopleWriteAlone) {
  EXPECT_EQ(plain_line("Über Bienen – “日本” 🐝"), "Über Bienen – “日本” 🐝");
}

TEST(PlainLine, ShowsBytesThatAreNoTextAsQuestionMarks) {
  EXPECT_EQ(plain_line("a\xFF\xFE"
                       "b\xE2\x80"),
            "a??b??");
  EXPECT_EQ(plain_line("\xC3("), "?(");
}

TEST(Wrapped, BreaksBetweenWordsAndLosesNothing) {
  EXPECT_EQ(wrapped("one two three four", 9, 2), "one two\n  three\n  four");
  EXPECT_EQ(wrapped("   short", 20, 3), "   short");
  EXPECT_EQ(wrapped("averyverylongword and more", 8, 0), "averyverylongword\nand more");
  EXPECT_EQ(wrapped("", 8, 2), "");
}

TEST(DoneLine, SaysAllOfAResultThatIsLongerThanTheTerminal) {
  const std::string result = "notes-of-the-show.txt is of another episode; 7,912 words, 2 speakers, en";
  const std::string narrow = done_line("words", result, "      1 m 41 s", 60);
  for (std::string line; const char c : narrow + "\n") {
    if (c != '\n') {
      line += c;
      continue;
    }
    EXPECT_LT(columns_on_screen(line), 60) << narrow;
    line.clear();
  }
  EXPECT_THAT(narrow, AllOf(HasSubstr("speakers, en"), HasSubstr("1 m 41 s\n            ")));
  EXPECT_THAT(done_line("words", result, "1 m 41 s", 140), AllOf(HasSubstr(result), Not(HasSubstr("\n"))));
}

TEST(ClipTable, LosesNothingOfTitlesAndReasonsOnAnyTerminal) {
  EpisodeResult result;
  Clip clip;
  clip.start = 1867;
  clip.end = 1909.4;
  clip.score = 0.92;
  clip.title = "The bees decided, not me, and nobody believed it for a year";
  clip.reasons = {"Question kept with its answer", "Strong words: worst, best, always"};
  result.moments.clips = {clip};
  for (const int columns : {60, 80, 120, 200}) {
    std::string words;
    for (const char c : clip_table(result, columns))
      if (c != '\n' && (c != ' ' || !words.ends_with(' '))) words += c;
    EXPECT_THAT(words, AllOf(HasSubstr("92"), HasSubstr("31:07"), HasSubstr("42 s"))) << columns;
    for (const std::string last : {"year", "answer", "always"}) EXPECT_THAT(words, HasSubstr(last)) << columns;
    EXPECT_THAT(words, Not(HasSubstr("…"))) << columns;
  }
}

TEST(StageLines, SayWhereARunWasStoppedAndWhatIsKept) {
  Screen screen(Screen::Style{});
  const SystemClock clock;
  StageLines lines(screen, clock, {.episode_s = 60, .quiet = true});
  EXPECT_EQ(lines.where(), "");
  lines.began(Stage::extract_audio, "");
  EXPECT_EQ(lines.where(), "sound");
  lines.began(Stage::transcribe, "");
  lines.advanced(Stage::transcribe, 0.25, "");
  lines.kept(Stage::transcribe);
  lines.advanced(Stage::transcribe, 0.4, "");
  EXPECT_EQ(lines.where(), "words, with 25 % of it kept");
  lines.finished(Stage::transcribe, "", false);
  EXPECT_EQ(lines.where(), "");
}

TEST(CutTo, ANameIsCutAsItIsShown) { EXPECT_EQ(cut_to("new\nline of a name", 9), "new line…"); }

}  // namespace
}  // namespace podpromo
