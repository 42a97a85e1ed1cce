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

TEST(CutTo, ANameIsCutAsItIsShown) { EXPECT_EQ(cut_to("new\nline of a name", 9), "new line…"); }

}  // namespace
}  // namespace podpromo
