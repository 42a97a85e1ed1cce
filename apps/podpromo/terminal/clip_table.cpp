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

}  // namespace

std::string clip_table(const EpisodeResult& result, int columns) {
  const int room = std::max(20, std::min(columns, kMostColumns) - kNumbers - 1);
  // Two columns of text want some width each; on a narrow terminal the reasons go below the title.
  const bool wide = room >= 70;
  const int title_columns = wide ? room / 2 : room;
  std::string table =
      numbers("#", "score", "at", "length") + (wide ? padded("title", title_columns) + "  why\n" : "title\n");
  int rank = 0;
  for (const Clip& clip : result.moments.clips) {
    auto titles = lines_of(clip.title, title_columns);
    auto reasons = lines_of(reasons_of(clip), wide ? room - title_columns - 2 : room);
    if (!wide) titles.insert(titles.end(), reasons.begin(), reasons.end());
    if (!wide) reasons.clear();
    for (std::size_t i = 0; i < std::max(titles.size(), reasons.size()); ++i) {
      const std::string begin = i > 0 ? std::string(kNumbers, ' ')
                                      : numbers(std::to_string(++rank), std::to_string(std::lround(clip.score * 100)),
                                                clock_time(clip.start), fmt::format("{:.0f} s", clip.duration()));
      const std::string title = i < titles.size() ? titles[i] : "";
      table += begin + (i < reasons.size() ? padded(title, title_columns) + "  " + reasons[i] : title) + "\n";
    }
  }
  return table;
}

}  // namespace podpromo
