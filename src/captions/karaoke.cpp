#include "captions/ass.hpp"
#include "captions/captions.hpp"
#include "captions/grouping.hpp"
#include "captions/text_width.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::string_view kFont = "Inter Display Extra Bold";
constexpr Colour kWhite{255, 255, 255};
constexpr double kSpaceEm = 0.213;
// Kerning and the outline make a line a little wider than its advances.
constexpr double kWidthMargin = 1.03;
// A word too long for a line shrinks to this before it is cut.
constexpr double kSmallestScale = 0.62;
// How much the word being said grows for a moment.
constexpr double kPop = 0.07;
// A caption is there a moment before its first word, and a breath after its last.
constexpr long long kLeadCs = 8;
constexpr long long kHoldCs = 45;
// Between two groups closer than this the first stays until the second comes: no blank in between.
constexpr long long kBridgeCs = 60;

// One group with everything its events need.
struct Setting {
  const std::vector<Piece>& pieces;
  Group group;
  CaptionZone zone;
  double scale = 1;
  long long start_cs = 0;
  long long end_cs = 0;
};

double em_px(const CaptionZone& zone) { return zone.font_px * kEmOfFontSize; }

long long centiseconds(double seconds) { return std::llround(std::max(0.0, seconds) * 100); }

double pixel_width(std::string_view text, const CaptionZone& zone) {
  return em_width(text) * em_px(zone) * kWidthMargin;
}

// `piece` as parts that each fit a line, with the time shared by their length. One script without spaces has no
// other way to break; a long name or address is cut only when shrinking isn't enough.
std::vector<Piece> parts_of(const Piece& piece, double widest, const CaptionZone& zone) {
  const auto count = std::max(1.0, std::ceil(piece.width / widest));
  const double target = piece.width / count;
  std::vector<Piece> parts;
  Piece part = piece;
  part.text.clear();
  part.width = 0;
  double before = 0;
  for (const std::string_view character : characters_of(piece.text)) {
    const double width = pixel_width(character, zone);
    if (!part.text.empty() && width > 0 && part.width + width / 2 > target) {
      parts.push_back(part);
      before += part.width;
      part.text.clear();
      part.width = 0;
      part.glued = true;
    }
    part.start = part.text.empty() ? piece.start + (piece.end - piece.start) * before / piece.width : part.start;
    part.text += character;
    part.width += width;
    part.end = piece.start + (piece.end - piece.start) * std::min(1.0, (before + part.width) / piece.width);
  }
  parts.push_back(part);
  return parts;
}

std::vector<Piece> large_pieces(const Transcript& words, const CaptionZone& zone) {
  std::vector<Piece> pieces;
  for (Piece piece : pieces_of(words)) {
    piece.width = pixel_width(piece.text, zone);
    const bool spaceless = written_without_spaces(characters_of(piece.text).front());
    const double widest = spaceless ? zone.width / 2 : zone.width / kSmallestScale;
    if (piece.width <= widest) {
      pieces.push_back(std::move(piece));
      continue;
    }
    for (Piece& part : parts_of(piece, widest, zone)) pieces.push_back(std::move(part));
  }
  return pieces;
}

std::string strut(double scale) {
  // As high as a popping word and almost without width: the line keeps its height while a word pops.
  return fmt::format("{{\\rStrut\\fscx1\\fscy{:.1f}}}\\h", 100 * scale * (1 + kPop));
}

// The override that a space beside the popping word carries: it gives away what the word takes.
std::string yielding(double pixels) {
  return fmt::format("{{\\t(0,70,\\fsp{:.1f})\\t(70,190,\\fsp0)}} {{\\fsp0}}", -pixels);
}

std::string said(const Setting& set, const Piece& piece) {
  const double base = 100 * set.scale;
  const double high = base * (1 + kPop);
  return fmt::format(
      "{{\\rSaid\\fscx{0:.1f}\\fscy{0:.1f}\\t(0,70,\\fscx{1:.1f}\\fscy{1:.1f})\\t(70,190,\\fscx{0:.1f}\\fscy{0:.1f})}}"
      "{2}{{\\rWord\\fscx{0:.1f}\\fscy{0:.1f}}}",
      base, high, ass_escaped(piece.text));
}

// One line of the group while `active` is being said; no piece is when `active` is past the group's last.
std::string line_text(const Setting& set, std::size_t first, std::size_t last, std::size_t active) {
  const double base = 100 * set.scale;
  std::string text = strut(set.scale) + fmt::format("{{\\rWord\\fscx{0:.1f}\\fscy{0:.1f}}}", base);
  const double yield = active >= first && active < last ? set.pieces[active].width * set.scale * kPop / 2 : 0;
  for (std::size_t i = first; i < last; ++i) {
    const bool beside = i == active || i == active + 1;
    if (i > first && !set.pieces[i].glued) text += beside && yield > 0 ? yielding(yield) : " ";
    text += i == active ? said(set, set.pieces[i]) : ass_escaped(set.pieces[i].text);
  }
  return text;
}

struct Shown {
  int layer = 0;  // the shade is under the words
  long long start_cs = 0;
  long long end_cs = 0;
};

std::string event(const Setting& set, Shown shown, std::string_view text) {
  return fmt::format("Dialogue: {},{},{},{},,0,0,0,,{{\\an2\\pos({:.0f},{:.0f})}}{}\n", shown.layer,
                     ass_time(shown.start_cs), ass_time(shown.end_cs), shown.layer == 0 ? "Shade" : "Word",
                     set.zone.centre, set.zone.bottom, text);
}

std::string shade(const Setting& set) {
  const auto line = [&](std::size_t first, std::size_t last) {
    return strut(set.scale) + fmt::format("{{\\rShade\\fscx{0:.1f}\\fscy{0:.1f}\\blur9}}", 100 * set.scale) +
           ass_escaped(text_of(set.pieces, first, last));
  };
  std::string text = line(set.group.first, set.group.second_line);
  if (set.group.second_line < set.group.last) text += "\\N" + line(set.group.second_line, set.group.last);
  return event(set, {0, set.start_cs, set.end_cs}, text);
}

std::string events_of(const Setting& set) {
  std::string events = shade(set);
  long long start = set.start_cs;
  for (std::size_t active = set.group.first; active < set.group.last; ++active) {
    const bool final = active + 1 == set.group.last;
    const long long end = final ? set.end_cs : std::min(set.end_cs, centiseconds(set.pieces[active + 1].start));
    if (end <= start) continue;
    std::string text = line_text(set, set.group.first, set.group.second_line, active);
    if (set.group.second_line < set.group.last)
      text += "\\N" + line_text(set, set.group.second_line, set.group.last, active);
    events += event(set, {1, start, end}, text);
    start = end;
  }
  return events;
}

GroupRules large_rules(const CaptionZone& zone) {
  GroupRules rules;
  rules.line_width = zone.width;
  rules.space_width = kSpaceEm * em_px(zone) * kWidthMargin;
  rules.words = 7;
  rules.words_liked = 4;
  rules.seconds = 3.5;
  rules.pause_s = 0.7;
  return rules;
}

// Less than 1 for a lone word that is wider than the line.
double scale_of(const std::vector<Piece>& pieces, const Group& group, const GroupRules& rules) {
  const double upper = width_of(pieces, group.first, group.second_line, rules.space_width);
  const double under = width_of(pieces, group.second_line, group.last, rules.space_width);
  return std::min(1.0, rules.line_width / std::max({upper, under, 1.0}));
}

struct Look {
  Colour colour;
  std::uint8_t alpha = 0;
  double outline = 0;  // of the font size
};

std::string style(std::string_view name, const Look& look, const CaptionZone& zone) {
  return fmt::format("Style: {0},{1},{2:.1f},{3},{3},{4},{4},-1,0,0,0,100,100,0,0,1,{5:.1f},0,2,0,0,0,-1\n", name,
                     kFont, zone.font_px, ass_colour(look.colour, look.alpha), ass_colour(kCaptionOutline, look.alpha),
                     zone.font_px * look.outline);
}

// The shade is filled too: its text is covered by the words, but a word that pops must not uncover a hole.
std::string styles(const CaptionZone& zone) {
  return style("Word", {kWhite, 0, 0.042}, zone) + style("Said", {kCaptionAccent, 0, 0.042}, zone) +
         style("Shade", {kCaptionOutline, 0x60, 0.09}, zone) + style("Strut", {kWhite, 0xFF, 0}, zone);
}

}  // namespace

std::string karaoke_ass(const Transcript& words, Format format) {
  const CaptionZone zone = caption_zone(format);
  const GroupRules rules = large_rules(zone);
  const std::vector<Piece> pieces = large_pieces(words, zone);
  const std::vector<Group> groups = grouped(pieces, rules);
  std::string text = ass_head(frame_size(format), styles(zone));
  long long free_from = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    Setting set{pieces, groups[i], zone, scale_of(pieces, groups[i], rules)};
    set.start_cs = std::max(free_from, centiseconds(pieces[groups[i].first].start) - kLeadCs);
    const long long last_word = centiseconds(pieces[groups[i].last - 1].end);
    set.end_cs = std::max(set.start_cs, last_word + kHoldCs);
    if (i + 1 < groups.size()) {
      const long long next = centiseconds(pieces[groups[i + 1].first].start) - kLeadCs;
      set.end_cs = std::max(set.start_cs, next - last_word <= kBridgeCs ? next : std::min(next, set.end_cs));
    }
    free_from = set.end_cs;
    if (set.end_cs > set.start_cs) text += events_of(set);
  }
  return text;
}

}  // namespace podpromo
