#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/trimmed.hpp"
#include "speech/subtitles/cues.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr double kBytesPerSecond = 15;  // of talk, where nothing better is known
constexpr std::size_t kLongestName = 30;
constexpr std::string_view kSpace = " \t\f\v";

struct Line {
  std::string text;
  std::optional<double> start;
};

bool is_time_character(char c) { return is_ascii_digit(c) || c == ':' || c == '.' || c == ','; }

// "00:01:02" or "[00:01:02]" as seconds.
std::optional<double> time_in(std::string_view token) {
  if (token.size() > 2 && (token.front() == '[' || token.front() == '(') &&
      (token.back() == ']' || token.back() == ')'))
    token = token.substr(1, token.size() - 2);
  if (token.empty() || !std::all_of(token.begin(), token.end(), is_time_character)) return std::nullopt;
  const double seconds = read_cue_time(token);
  return seconds < 0 ? std::nullopt : std::optional(seconds);
}

// Takes the time off the beginning or the end of `line`.
std::optional<double> take_time(std::string_view& line) {
  const std::size_t first_end = std::min(line.find_first_of(kSpace), line.size());
  if (const auto time = time_in(line.substr(0, first_end))) {
    line = trimmed(line.substr(first_end), kSpace);
    return time;
  }
  std::string_view rest = line.ends_with(':') ? line.substr(0, line.size() - 1) : line;
  const std::size_t space = rest.find_last_of(kSpace);
  if (space == std::string_view::npos) return std::nullopt;
  const auto time = time_in(rest.substr(space + 1));
  if (time) line = trimmed(rest.substr(0, space), kSpace);
  return time;
}

// Asterisks and number signs of Markdown around names and headings.
std::string_view without_marks(std::string_view line) {
  constexpr std::string_view kMarks = "*_#> \t";
  const std::size_t from = line.find_first_not_of(kMarks);
  if (from == std::string_view::npos) return {};
  return line.substr(from, line.find_last_not_of("*_ \t") - from + 1);
}

bool begins_like_a_name(std::string_view text) {
  return !text.empty() && ((text[0] >= 'A' && text[0] <= 'Z') || (static_cast<unsigned char>(text[0]) & 0x80) != 0);
}

// A line that only says who speaks: "Anna Bell:", or "Anna Bell" where a time stands beside it.
std::string name_alone(std::string_view line, bool has_time) {
  line = without_marks(line);
  const bool colon = line.ends_with(':');
  if (colon) line = trimmed(line.substr(0, line.size() - 1), kSpace);
  if ((!colon && !has_time) || line.size() > kLongestName || !begins_like_a_name(line)) return {};
  if (line.find_first_of(".,;:!?") != std::string_view::npos) return {};
  return std::count(line.begin(), line.end(), ' ') > 2 ? std::string() : std::string(line);
}

class PlainReader {
 public:
  std::vector<Line> read(std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      take(trimmed(text.substr(at, end - at), kSpace));
      at = end + 1;
    }
    return std::move(lines_);
  }

 private:
  void take(std::string_view line) {
    if (line.empty()) return;
    const auto time = take_time(line);
    if (time && (lines_.empty() || *time >= latest_)) {
      start_ = time;
      latest_ = *time;
    }
    if (std::string name = name_alone(line, time.has_value()); !name.empty()) {
      name_ = std::move(name);
      return;
    }
    line = without_marks(line);
    if (line.empty()) return;
    lines_.push_back({name_.empty() ? std::string(line) : name_ + ": " + std::string(line), start_});
    start_.reset();
    name_.clear();
  }

  std::vector<Line> lines_;
  std::optional<double> start_;  // said, but not used by a line yet
  double latest_ = 0;
  std::string name_;
};

// `lines` with the seconds from `start` to `end` shared among them, by length.
std::vector<SubtitleCue> with_times(std::span<const Line> lines, double start, double end) {
  double bytes = 0, done = 0;
  for (const Line& line : lines) bytes += static_cast<double>(line.text.size());
  std::vector<SubtitleCue> cues;
  for (const Line& line : lines) {
    const double from = start + (end - start) * done / bytes;
    done += static_cast<double>(line.text.size());
    cues.push_back({from, start + (end - start) * done / bytes, line.text, {}});
  }
  return cues;
}

double talk_length(std::span<const Line> lines) {
  double bytes = 0;
  for (const Line& line : lines) bytes += static_cast<double>(line.text.size());
  return bytes / kBytesPerSecond;
}

}  // namespace

CueList read_plain_transcript(std::string_view text, bool& timed) {
  auto lines = PlainReader().read(text);
  timed = std::count_if(lines.begin(), lines.end(), [](const Line& line) { return line.start.has_value(); }) > 1;
  if (!timed)
    for (Line& line : lines) line.start.reset();
  CueList list;
  double begin = 0;
  for (std::size_t first = 0; first < lines.size();) {
    std::size_t last = first + 1;
    while (last < lines.size() && !lines[last].start) ++last;
    begin = lines[first].start.value_or(begin);
    const auto block = std::span(lines).subspan(first, last - first);
    const double end = last < lines.size() ? *lines[last].start : begin + talk_length(block);
    const auto cues = with_times(block, begin, std::max(begin, end));
    list.cues.insert(list.cues.end(), cues.begin(), cues.end());
    first = last;
  }
  return list;
}

}  // namespace podpromo
