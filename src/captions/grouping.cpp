#include "captions/grouping.hpp"

#include "captions/text_width.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace podpromo {

namespace {

constexpr double kImpossible = std::numeric_limits<double>::infinity();

template <std::size_t size>
bool ends_with_any(std::string_view text, const std::array<std::string_view, size>& endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return text.ends_with(ending); });
}

// Quotes and brackets that close after the mark that matters.
std::string_view without_closers(std::string_view text) {
  constexpr std::array<std::string_view, 8> closers{"\"", "'", ")", "]", "”", "’", "»", "」"};
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view closer : closers)
      if (text.size() > closer.size() && text.ends_with(closer)) {
        text.remove_suffix(closer.size());
        more = true;
      }
  }
  return text;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

bool is_abbreviation(std::string_view text) {
  constexpr std::array<std::string_view, 12> known{"mr.", "mrs.", "ms.",  "dr.",  "st.",   "vs.",
                                                   "no.", "etc.", "e.g.", "i.e.", "prof.", "approx."};
  if (text.size() == 2) return std::isalpha(static_cast<unsigned char>(text[0])) != 0 && text != "I.";
  return std::ranges::find(known, lower(text)) != known.end();
}

bool ends_clause(std::string_view text) {
  constexpr std::array<std::string_view, 9> marks{",", ";", ":", "—", "–", "،", "、", "，", "؛"};
  return ends_with_any(without_closers(text), marks);
}

// Words that lean on the next one; a line that ends in one of them reads badly.
bool leans_forward(std::string_view text) {
  constexpr auto words = std::to_array<std::string_view>(
      {"a",    "an",  "the", "of",  "to",   "in",   "on",  "at",   "for",  "and", "or",  "but",  "with",  "by",
       "from", "as",  "is",  "was", "are",  "were", "my",  "your", "his",  "her", "its", "our",  "their", "i",
       "we",   "you", "he",  "she", "they", "it",   "not", "no",   "very", "so",  "if",  "this", "i'm",   "that's"});
  return std::ranges::find(words, lower(text)) != words.end();
}

bool must_divide(const Piece& before, const Piece& after, const GroupRules& rules) {
  if (after.glued) return false;
  const bool other_speaker = before.speaker >= 0 && after.speaker >= 0 && before.speaker != after.speaker;
  return other_speaker || after.start - before.end >= rules.pause_s;
}

// What it costs to go on in another group (or line) after `before`.
double cost_of_dividing(const std::vector<Piece>& pieces, std::size_t before) {
  const Piece& piece = pieces[before];
  if (before + 1 == pieces.size()) return 0;
  if (pieces[before + 1].glued) return 1.4;
  if (ends_sentence(piece.text)) return 0;
  if (ends_clause(piece.text)) return 0.3;
  const double pause = pieces[before + 1].start - piece.end;
  if (pause >= 0.3) return 0.4;
  return leans_forward(piece.text) ? 1.6 : 1.0;
}

// Where the second line begins, nullopt when it doesn't fit in the lines there are.
std::optional<std::size_t> second_line_of(const std::vector<Piece>& pieces, std::size_t first, std::size_t last,
                                          const GroupRules& rules) {
  if (last - first == 1 || width_of(pieces, first, last, rules.space_width) <= rules.line_width) return last;
  if (rules.lines < 2) return std::nullopt;
  std::optional<std::size_t> best;
  double least = kImpossible;
  for (std::size_t at = first + 1; at < last; ++at) {
    const double upper = width_of(pieces, first, at, rules.space_width);
    const double under = width_of(pieces, at, last, rules.space_width);
    if (upper > rules.line_width || under > rules.line_width) continue;
    const double cost = std::abs(upper - under) / rules.line_width + 0.4 * cost_of_dividing(pieces, at - 1);
    if (cost < least) {
      least = cost;
      best = at;
    }
  }
  return best;
}

// The cost of showing [first, last) together, without what its fit decides.
double cost_of_group(const std::vector<Piece>& pieces, std::size_t first, std::size_t last, const GroupRules& rules) {
  double cost = 1 + cost_of_dividing(pieces, last - 1);
  for (std::size_t i = first; i + 1 < last; ++i)
    if (ends_sentence(pieces[i].text)) cost += 1.1;
  const std::size_t count = last - first;
  const bool whole_sentence =
      (first == 0 || ends_sentence(pieces[first - 1].text)) && ends_sentence(pieces[last - 1].text);
  if (count == 1 && !whole_sentence) cost += 1.2;
  if (pieces[last - 1].end - pieces[first].start < 0.6 && !whole_sentence) cost += 0.6;
  if (count > rules.words_liked) cost += 0.45 * static_cast<double>(count - rules.words_liked);
  return cost;
}

struct Step {
  double cost = kImpossible;
  std::size_t from = 0;
  std::size_t second_line = 0;
};

// The cheapest group that ends before piece `last`.
Step best_step(const std::vector<Piece>& pieces, const std::vector<Step>& steps, std::size_t last,
               const GroupRules& rules) {
  Step best;
  for (std::size_t first = last; first-- > 0;) {
    if (first + 1 < last && must_divide(pieces[first], pieces[first + 1], rules)) break;
    const std::size_t count = last - first;
    const bool too_much = count > rules.words || pieces[last - 1].end - pieces[first].start > rules.seconds;
    const auto second_line = second_line_of(pieces, first, last, rules);
    if (count > 1 && (too_much || !second_line)) break;
    const double cost = steps[first].cost + cost_of_group(pieces, first, last, rules);
    if (cost < best.cost) best = {cost, first, second_line.value_or(last)};
  }
  return best;
}

}  // namespace

bool ends_sentence(std::string_view text) {
  constexpr std::array<std::string_view, 9> marks{"?", "!", "…", "。", "？", "！", "؟", "।", "۔"};
  text = without_closers(text);
  if (ends_with_any(text, marks)) return true;
  return text.ends_with('.') && !is_abbreviation(text);
}

double width_of(const std::vector<Piece>& pieces, std::size_t first, std::size_t last, double space_width) {
  double width = 0;
  for (std::size_t i = first; i < last; ++i)
    width += pieces[i].width + (i > first && !pieces[i].glued ? space_width : 0);
  return width;
}

std::vector<Group> grouped(const std::vector<Piece>& pieces, const GroupRules& rules) {
  std::vector<Step> steps(pieces.size() + 1);
  steps[0].cost = 0;
  for (std::size_t last = 1; last <= pieces.size(); ++last) steps[last] = best_step(pieces, steps, last, rules);
  std::vector<Group> groups;
  for (std::size_t last = pieces.size(); last > 0; last = steps[last].from)
    groups.push_back({steps[last].from, last, steps[last].second_line});
  std::ranges::reverse(groups);
  return groups;
}

std::vector<Piece> pieces_of(const Transcript& transcript) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < transcript.words.size(); ++i) {
    const Word& word = transcript.words[i];
    Piece piece{one_line(word.text), word.start, std::max(word.start, word.end), 0, false, word.speaker, i};
    if (piece.text.empty()) continue;
    piece.width = static_cast<double>(columns_of(piece.text));
    piece.glued = !pieces.empty() && written_without_spaces(characters_of(piece.text).front()) &&
                  written_without_spaces(characters_of(pieces.back().text).back());
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::string text_of(const std::vector<Piece>& pieces, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first && !pieces[i].glued) text += ' ';
    text += pieces[i].text;
  }
  return text;
}

}  // namespace podpromo
