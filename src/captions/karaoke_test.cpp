#include "captions/ass.hpp"
#include "captions/captions.hpp"
#include "captions/spoken.hpp"
#include "captions/text_width.hpp"

#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Event {
  int layer;
  std::string start;
  std::string end;
  std::string text;   // as in the file
  std::string shown;  // without overrides, lines apart by |
};

std::vector<Event> events_of(const std::string& ass) {
  static const std::regex line(R"(Dialogue: (\d),([^,]+),([^,]+),\w+,,0,0,0,,(.*))");
  static const std::regex overrides(R"(\{[^\\}][^}]*\}|\{\\[^}]*\}|\\h)");
  static const std::regex line_break(R"(\\N(?=\{\\rStrut))");
  std::vector<Event> events;
  std::istringstream in(ass);
  for (std::string text; std::getline(in, text);)
    if (std::smatch found; std::regex_match(text, found, line)) {
      const std::string broken = std::regex_replace(found[4].str(), line_break, "|");
      events.push_back({std::stoi(found[1]), found[2], found[3], found[4], std::regex_replace(broken, overrides, "")});
    }
  return events;
}

double shrink_of(const Event& event) {
  static const std::regex scale(R"(\\rShade\\fscx([\d.]+))");
  std::smatch found;
  return std::regex_search(event.text, found, scale) ? std::stod(found[1]) / 100 : 1;
}

std::vector<Event> layer(const std::string& ass, int wanted) {
  std::vector<Event> events = events_of(ass);
  std::erase_if(events, [&](const Event& event) { return event.layer != wanted; });
  return events;
}

TEST(Karaoke, ShowsAFewWordsAtATimeAndMarksEachInTurn) {
  const std::string ass = karaoke_ass(spoken("You stand there with forty thousand animals."), Format::vertical);
  EXPECT_EQ(layer(ass, 0).size(), 2u);
  ASSERT_EQ(layer(ass, 1).size(), 7u);
  EXPECT_EQ(layer(ass, 1)[0].shown, "You stand there");
  EXPECT_EQ(layer(ass, 1)[3].shown, "with forty|thousand animals.");
  EXPECT_THAT(layer(ass, 1)[1].text, testing::ContainsRegex("rSaid[^}]*\\}stand"));
}

TEST(Karaoke, GoesFromGroupToGroupWithoutAGap) {
  const std::string ass =
      karaoke_ass(spoken("You stand there with forty thousand animals and nobody decides at all"), Format::square);
  const auto words = layer(ass, 1);
  for (std::size_t i = 1; i < words.size(); ++i) EXPECT_EQ(words[i].start, words[i - 1].end);
}

TEST(Karaoke, IsMadeForTheFrameOfItsFormat) {
  EXPECT_THAT(karaoke_ass(spoken("Hello."), Format::wide), HasSubstr("PlayResX: 1920\nPlayResY: 1080\n"));
  EXPECT_THAT(karaoke_ass(spoken("Hello."), Format::vertical), HasSubstr("\\pos(540,1400)"));
}

class CaptionZones : public testing::TestWithParam<Format> {};
INSTANTIATE_TEST_SUITE_P(Each, CaptionZones, testing::ValuesIn(kFormats));

TEST_P(CaptionZones, StayInsideTheFrameAndClearOfTheButtons) {
  const CaptionZone zone = caption_zone(GetParam());
  const FrameSize frame = frame_size(GetParam());
  const double lowest = GetParam() == Format::vertical ? 0.8 : 0.95;
  EXPECT_LE(zone.bottom, lowest * frame.height);
  EXPECT_LE(zone.centre + zone.width / 2, 0.92 * frame.width);
  EXPECT_GE(zone.centre - zone.width / 2, 0.08 * frame.width);
}

TEST_P(CaptionZones, HoldEveryLine) {
  const CaptionZone zone = caption_zone(GetParam());
  const std::string ass = karaoke_ass(spoken("Extraordinary circumstances notwithstanding, WWWWW MMMMM WWWWW MMMMM and "
                                             "counterrevolutionaries misunderstood"),
                                      GetParam());
  for (const Event& event : layer(ass, 0)) {
    std::istringstream lines(event.shown);
    for (std::string line; std::getline(lines, line, '|');)
      EXPECT_LE(em_width(line) * zone.font_px * kEmOfFontSize * shrink_of(event), zone.width) << line;
  }
}

TEST(Karaoke, ShrinksALongWordAndCutsOneThatIsLongerStill) {
  const std::string shrunken = karaoke_ass(spoken("INTERNATIONALIZATIONS"), Format::vertical);
  ASSERT_EQ(layer(shrunken, 0).size(), 1u);
  EXPECT_THAT(shrunken, Not(HasSubstr("fscx100.0")));
  const std::string cut = karaoke_ass(spoken(std::string(200, 'm')), Format::vertical);
  EXPECT_GT(layer(cut, 0).size(), 2u);
}

TEST(Karaoke, CutsChineseBetweenCharacters) {
  const std::string ass = karaoke_ass(spoken("我们今天要谈谈蜜蜂是怎样决定离开蜂巢的"), Format::vertical);
  std::string together;
  for (const Event& event : layer(ass, 0)) together += event.shown;
  std::erase(together, '|');
  EXPECT_EQ(together, "我们今天要谈谈蜜蜂是怎样决定离开蜂巢的");
  EXPECT_GT(layer(ass, 1).size(), 2u);
}

TEST(Karaoke, KeepsWordsFromCommandingTheRenderer) {
  const Transcript words = transcript_of({{"{\\an8}up", 0, 0.4}, {"a\\Nb", 0.4, 0.8}, {"c\nd", 0.8, 1.2}});
  const std::string ass = karaoke_ass(words, Format::wide);
  EXPECT_THAT(ass, HasSubstr("\\{\\\u2060an8\\}up"));
  EXPECT_THAT(ass, HasSubstr("a\\\u2060Nb"));
  EXPECT_THAT(ass, HasSubstr("c d"));
}

TEST(Karaoke, OfNothingIsAValidFileWithoutEvents) {
  const std::string ass = karaoke_ass(Transcript{}, Format::vertical);
  EXPECT_THAT(ass, HasSubstr("[Events]"));
  EXPECT_THAT(ass, Not(HasSubstr("Dialogue")));
}

TEST(Karaoke, TakesTheColoursOfAGround) {
  const std::string ass = on_ground(karaoke_ass(spoken("Hello."), Format::wide), Colour{1, 2, 3}, Colour{4, 5, 6});
  EXPECT_THAT(ass, Not(HasSubstr(ass_colour(kCaptionOutline).substr(4))));
  EXPECT_THAT(ass, HasSubstr("Style: Said,Inter Display Extra Bold,94.0,&H00030201,"));
  EXPECT_THAT(ass, Not(HasSubstr(ass_colour(kCaptionAccent))));
}

TEST(TextWidth, SurvivesBytesThatAreNoUtf8) {
  EXPECT_EQ(characters_of("a\xff\xe2\x82").size(), 4u);
  EXPECT_EQ(columns_of("日本"), 4u);
  EXPECT_EQ(columns_of("e\u0301"), 1u);
}

}  // namespace
}  // namespace podpromo
