#include "media/card_text.hpp"

#include "captions/text_width.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::string_view kTitleFont = "Inter Display Extra Bold";
constexpr std::string_view kSmallFont = "Inter Medium";
// Inter's text cuts run wider than the display cut that em_width() measures.
constexpr double kSmallFontWidth = 1.08;
constexpr double kWidthMargin = 1.03;
constexpr double kSmallestTitle = 0.5;  // of the largest
constexpr double kTitleLeading = 1.14;  // em
constexpr double kSmallLeading = 1.35;  // em

// Words no wider than a line: a longer one is cut between characters.
std::vector<std::string> words_of(std::string_view text, double width) {
  const std::string line = one_line(text);
  std::vector<std::string> words{""};
  for (const std::string_view character : characters_of(line)) {
    if (character == " ") {
      words.emplace_back();
      continue;
    }
    if (!words.back().empty() && em_width(words.back()) + em_width(character) > width) words.emplace_back();
    words.back() += character;
  }
  std::erase(words, "");
  return words;
}

std::vector<std::string> greedy_lines(const std::vector<std::string>& words, double width) {
  std::vector<std::string> lines;
  for (const std::string& word : words) {
    const bool fits = !lines.empty() && em_width(lines.back()) + em_width(" ") + em_width(word) <= width;
    if (fits)
      lines.back().append(" ").append(word);
    else
      lines.push_back(word);
  }
  return lines;
}

// The same number of lines, but narrower, so that the last is not a lone word.
std::vector<std::string> even_lines(const std::vector<std::string>& words, double width) {
  std::vector<std::string> lines = greedy_lines(words, width);
  for (double narrower = width * 0.97; narrower > width * 0.4; narrower *= 0.97) {
    std::vector<std::string> tried = greedy_lines(words, narrower);
    const bool overflows = std::ranges::any_of(tried, [&](const std::string& l) { return em_width(l) > narrower; });
    if (tried.size() > lines.size() || overflows) break;
    lines = std::move(tried);
  }
  return lines;
}

std::string ellipsized(const std::string& line, double width) {
  std::string kept;
  for (const std::string_view character : characters_of(line)) {
    if (em_width(kept) + em_width(character) + em_width("…") > width) break;
    kept += character;
  }
  while (!kept.empty() && (kept.back() == ' ' || kept.back() == ',')) kept.pop_back();
  return kept + "…";
}

struct SetText {
  std::vector<std::string> show = {};
  std::vector<std::string> title = {};
  std::vector<std::string> episode = {};
  double title_px = 0;
  double small_px = 0;
  double height = 0;
};

double gap_of(const SetText& set) { return set.small_px * 0.75; }

SetText set_at(const CardText& text, const CardPlace& place, double title_px, std::size_t most_lines) {
  SetText set{.title_px = title_px, .small_px = std::clamp(title_px * 0.44, 32.0, 42.0)};
  const double title_width = place.area.width / (title_px * kWidthMargin);
  const double small_width = place.area.width / (set.small_px * kSmallFontWidth * kWidthMargin);
  set.show = wrapped(text.show, small_width, 1);
  set.title = wrapped(text.title, title_width, most_lines);
  if (text.episode != text.title && text.episode != text.show) set.episode = wrapped(text.episode, small_width, 2);
  const auto lines = [](const std::vector<std::string>& of) { return static_cast<double>(of.size()); };
  set.height = (lines(set.show) + lines(set.episode)) * set.small_px * kSmallLeading +
               lines(set.title) * title_px * kTitleLeading + (set.show.empty() ? 0 : gap_of(set)) +
               (set.episode.empty() ? 0 : gap_of(set));
  return set;
}

bool is_whole(const SetText& set) { return set.title.empty() || !set.title.back().ends_with("…"); }

// The largest title that fits whole; failing that the smallest, shortened.
SetText best_setting(const CardText& text, const CardPlace& place) {
  for (double part = 1; part >= kSmallestTitle; part -= 0.04) {
    SetText set = set_at(text, place, place.title_px * part, part > 0.7 ? 3 : 5);
    if (is_whole(set) && set.height <= place.area.height) return set;
  }
  SetText set = set_at(text, place, place.title_px * kSmallestTitle, 5);
  for (std::size_t lines = 5; set.height > place.area.height && lines > 1; --lines)
    set = set_at(text, place, place.title_px * kSmallestTitle, lines - 1);
  return set;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, double width, std::size_t most) {
  const std::vector<std::string> words = words_of(text, width);
  std::vector<std::string> lines = greedy_lines(words, width);
  if (lines.size() <= most) return even_lines(words, width);
  lines[most - 1] += " " + lines[most];
  lines.resize(most);
  lines.back() = ellipsized(lines.back(), width);
  return lines;
}

std::string card_ass(const CardText& text, const CardPlace& place, const Palette& palette, FrameSize size) {
  const SetText set = best_setting(text, place);
  const double title_font = set.title_px / kEmOfFontSize;
  const double small_font = set.small_px / kEmOfFontSize;
  std::string ass = ass_head(size, ass_style("Title", kTitleFont, title_font, palette.text) +
                                       ass_style("Show", kSmallFont, small_font, palette.accent) +
                                       ass_style("Episode", kSmallFont, small_font, palette.muted));
  double y = place.area.y + (place.middle ? std::max(0.0, (place.area.height - set.height) / 2) : 0);
  const int x = place.centred ? place.area.x + place.area.width / 2 : place.area.x;
  const auto put = [&](const std::vector<std::string>& lines, std::string_view style, double font, double leading) {
    for (const std::string& line : lines) {
      // Lines stand at their distance whatever the font's own: each is placed by the middle of its height.
      ass += fmt::format("Dialogue: 0,0:00:00.00,9:00:00.00,{},,0,0,0,,{{\\an{}\\pos({},{:.0f}){}}}{}\n", style,
                         place.centred ? 5 : 4, x, y + font * kEmOfFontSize * leading / 2,
                         place.shaded ? "\\bord4\\blur7\\3a&H90&" : "", ass_escaped(line));
      y += font * kEmOfFontSize * leading;
    }
    if (!lines.empty()) y += gap_of(set);
  };
  put(set.show, "Show", small_font, kSmallLeading);
  put(set.title, "Title", title_font, kTitleLeading);
  put(set.episode, "Episode", small_font, kSmallLeading);
  return ass;
}

}  // namespace podpromo
