#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/trimmed.hpp"
#include "speech/subtitles/cues.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kBlank = " \t\f\v";

constexpr std::string_view kArrow = "-->";

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kEntities = {{{"&amp;", "&"},
                                                                                     {"&lt;", "<"},
                                                                                     {"&gt;", ">"},
                                                                                     {"&nbsp;", " "},
                                                                                     {"&quot;", "\""},
                                                                                     {"&#39;", "'"},
                                                                                     {"&lrm;", ""},
                                                                                     {"&rlm;", ""}}};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::optional<std::pair<double, double>> read_timing(std::string_view line) {
  const std::size_t arrow = line.find(kArrow);
  if (arrow == std::string_view::npos) return std::nullopt;
  std::string_view after = trimmed(line.substr(arrow + kArrow.size()), kBlank);
  after = after.substr(0, after.find_first_of(" \t"));  // WebVTT's settings follow
  const double start = read_cue_time(trimmed(line.substr(0, arrow), kBlank)), end = read_cue_time(after);
  if (start < 0 || end < start) return std::nullopt;
  return std::pair{start, end};
}

// The name in "<v.loud Fred Flint>"; empty for other tags.
std::string voice_name(std::string_view tag) {
  if (tag.empty() || tag[0] != 'v' || (tag.size() > 1 && tag[1] != '.' && tag[1] != ' ' && tag[1] != '\t')) return {};
  const std::size_t space = tag.find_first_of(" \t");
  return space == std::string_view::npos ? std::string() : std::string(trimmed(tag.substr(space), kBlank));
}

void append_entity(std::string& out, std::string_view text, std::size_t& at) {
  for (const auto& [entity, meaning] : kEntities)
    if (text.substr(at).starts_with(entity)) {
      out += meaning;
      at += entity.size();
      return;
    }
  out += text[at++];
}

// Text without <tags> and {\an8} overrides; a "<" that no ">" closes is text.
std::string without_markup(std::string_view text, std::string& speaker) {
  // Up to where each is closed at all: looking for the end of every one that isn't would take the square of the length.
  const std::size_t tags_end = text.rfind('>') + 1, overrides_end = text.rfind('}') + 1;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool overrides = text.substr(at).starts_with("{\\");
    if (!(c == '<' && at < tags_end) && !(overrides && at < overrides_end)) {
      append_entity(out, text, at);
      continue;
    }
    const std::size_t end = text.find(overrides ? '}' : '>', at);
    if (auto name = voice_name(text.substr(at + 1, end - at - 1)); c == '<' && !name.empty()) speaker = std::move(name);
    at = end + 1;
  }
  return out;
}

// One to nine digits as a number.
std::optional<double> read_digits(std::string_view text) {
  if (text.empty() || text.size() > 9 || !std::all_of(text.begin(), text.end(), is_ascii_digit)) return std::nullopt;
  double value = 0;
  for (char digit : text) value = value * 10 + (digit - '0');
  return value;
}

bool has_arrow(std::string_view line) { return line.find(kArrow) != std::string_view::npos; }

bool begins_block_to_skip(std::string_view line) {
  if (has_arrow(line)) return false;
  for (std::string_view name : {"NOTE", "STYLE", "REGION"})
    if (line == name || (line.starts_with(name) && (line[name.size()] == ' ' || line[name.size()] == '\t')))
      return true;
  return false;
}

}  // namespace

double read_cue_time(std::string_view text) {
  const std::size_t point = std::min(text.find_first_of(".,"), text.size());
  double seconds = 0;
  int fields = 0;
  for (std::size_t at = 0; at <= point; ++fields) {
    const std::size_t end = std::min(text.find(':', at), point);
    const auto field = read_digits(text.substr(at, end - at));
    if (!field || fields == 3 || (fields > 0 && *field >= 60)) return -1;
    seconds = seconds * 60 + *field;
    at = end + 1;
  }
  if (fields < 2) return -1;
  if (point < text.size()) {
    const std::string_view decimals = text.substr(point + 1);
    const auto fraction = read_digits(decimals);
    if (!fraction) return -1;
    seconds += *fraction * std::pow(10.0, -static_cast<double>(decimals.size()));
  }
  return seconds <= kLatestCueS ? std::round(seconds * 1000) / 1000 : -1;
}

bool looks_like_timed_text(std::string_view text) {
  return text.starts_with("WEBVTT") || text.find(kArrow) != std::string_view::npos;
}

CueList read_timed_text(std::string_view text) {
  CueList list;
  const auto lines = lines_of(text);
  const auto goes_on = [&](std::size_t i) {
    return i < lines.size() && !trimmed(lines[i], kBlank).empty() && !has_arrow(lines[i]);
  };
  for (std::size_t i = 0; i < lines.size();) {
    const std::size_t at = i++;
    if (begins_block_to_skip(lines[at]))
      while (goes_on(i)) ++i;
    if (!has_arrow(lines[at])) continue;
    std::string said;
    for (; goes_on(i); ++i) said.append(lines[i]).append("\n");
    const auto timing = read_timing(lines[at]);
    if (!timing && ++list.unreadable == 1) list.first_unreadable_line = at + 1;
    if (!timing) continue;
    SubtitleCue cue{timing->first, timing->second, {}, {}};
    cue.text = without_markup(said, cue.speaker);
    list.cues.push_back(std::move(cue));
  }
  return list;
}

}  // namespace podpromo
