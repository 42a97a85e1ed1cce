#include "terminal/clip_table.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "stages/clip_files.hpp"
#include "terminal/screen.hpp"

namespace podpromo {

namespace {

constexpr int kNumbers = 31;  // rank, score, place and length with their gaps
constexpr int kMostColumns = 140;

// A reason may have commas of its own.
std::string reasons_of(const Clip& clip) { return fmt::format("{}", fmt::join(clip.reasons, " · ")); }

std::vector<std::string> lines_of(const std::string& text, int columns) {
  std::vector<std::string> lines{""};
  for (const char c : wrapped(plain_line(text), columns, 0)) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

std::string numbers(std::string_view rank, std::string_view score, std::string_view at, std::string_view length) {
  return right_aligned(rank, 3) + right_aligned(score, 7) + right_aligned(at, 10) + right_aligned(length, 8) + "   ";
}

// Where the columns of text are, and how wide.
struct Columns {
  bool wide = false;  // two of them want some width each; on a narrow terminal the reasons go below the title
  int title = 0;
  int reasons = 0;
};

Columns columns_in(int columns) {
  const int room = std::max(20, std::min(columns, kMostColumns) - kNumbers - 1);
  return room >= 70 ? Columns{true, room / 2, room - room / 2 - 2} : Columns{false, room, room};
}

std::string numbers_of(const Clip& clip, int rank) {
  return numbers(std::to_string(rank), std::to_string(std::lround(clip.score * 100)), clock_time(clip.start),
                 fmt::format("{:.0f} s", clip.duration()));
}

// What is said of a clip, in lines that stand beside its numbers.
std::vector<std::string> texts_of(const Clip& clip, const Columns& columns) {
  auto lines = lines_of(clip.title, columns.title);
  const auto reasons = lines_of(reasons_of(clip), columns.reasons);
  if (!columns.wide) {
    lines.insert(lines.end(), reasons.begin(), reasons.end());
    return lines;
  }
  lines.resize(std::max(lines.size(), reasons.size()));
  for (std::size_t i = 0; i < reasons.size(); ++i) lines[i] = padded(lines[i], columns.title) + "  " + reasons[i];
  return lines;
}

}  // namespace

std::string clip_table(const EpisodeResult& result, int columns) {
  const Columns room = columns_in(columns);
  std::string table =
      numbers("#", "score", "at", "length") + (room.wide ? padded("title", room.title) + "  why\n" : "title\n");
  int rank = 0;
  for (const Clip& clip : result.moments.clips) {
    std::string begin = numbers_of(clip, ++rank);
    for (const std::string& text : texts_of(clip, room)) {
      table += begin + text + "\n";
      begin.assign(kNumbers, ' ');
    }
  }
  return table;
}

}  // namespace podpromo
