#include "terminal/clip_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "stages/clip_files.hpp"
#include "terminal/screen.hpp"

namespace podpromo {

namespace {

constexpr int kNumbers = 31;  // rank, score, place and length with their gaps

std::string reasons_of(const Clip& clip) {
  std::string text;
  for (const auto& reason : clip.reasons) text += (text.empty() ? "" : ", ") + reason;
  return text;
}

std::string numbers(std::string_view rank, std::string_view score, std::string_view at, std::string_view length) {
  return right_aligned(rank, 3) + right_aligned(score, 7) + right_aligned(at, 10) + right_aligned(length, 8) + "   ";
}

}  // namespace

std::string clip_table(const EpisodeResult& result, int columns) {
  const int room = std::max(20, std::min(columns, 140) - kNumbers);
  // Two columns of text want some width each; on a narrow terminal the reasons go on a line of their own.
  const bool wide = room >= 70;
  const int title_columns = wide ? room / 2 : room;
  std::string table =
      numbers("#", "score", "at", "length") + (wide ? padded("title", title_columns) + "  why\n" : "title\n");
  int rank = 0;
  for (const Clip& clip : result.moments.clips) {
    table += numbers(std::to_string(++rank), std::to_string(std::lround(clip.score * 100)), clock_time(clip.start),
                     fmt::format("{:.0f} s", clip.duration()));
    const std::string title = cut_to(clip.title, title_columns);
    if (wide) {
      table += padded(title, title_columns) + "  " + cut_to(reasons_of(clip), room - title_columns - 2) + "\n";
      continue;
    }
    table += title + "\n" + std::string(kNumbers, ' ') + cut_to(reasons_of(clip), room) + "\n";
  }
  return table;
}

}  // namespace podpromo
