#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "speech/evaluate.hpp"
#include "speech/subtitles/cues.hpp"

namespace podpromo {

namespace {

// The values of a TextGrid in order: both formats are the same numbers and quoted texts, the long one with names.
struct GridValue {
  std::optional<double> number;
  std::string text;
};

std::vector<GridValue> grid_values(std::string_view text) {
  std::vector<GridValue> values;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      std::string quoted;
      for (++at; at < text.size() && (text[at] != '"' || text.substr(at).starts_with("\"\"")); ++at) {
        quoted += text[at];
        if (text[at] == '"') ++at;  // a quotation mark is written twice
      }
      ++at;
      values.push_back({std::nullopt, std::move(quoted)});
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \t\n\"", at), text.size());
    const std::string_view item = text.substr(at, end - at);
    double number = 0;
    const auto read = std::from_chars(item.data(), item.data() + item.size(), number);
    const bool is_number = !item.empty() && read.ec == std::errc() && read.ptr == item.data() + item.size();
    if (is_number) values.push_back({number, {}});
    at = std::max(end, at + 1);
  }
  return values;
}

// The intervals of the tier whose kind stands at `kind`: name, from, to, count, then from, to, text each.
std::vector<Word> tier_words(const std::vector<GridValue>& values, std::size_t kind) {
  std::vector<Word> words;
  for (std::size_t at = kind + 5; at + 2 < values.size(); at += 3) {
    if (!values[at].number || !values[at + 1].number || values[at + 2].number) break;
    Word word;
    word.text = values[at + 2].text;
    word.start = *values[at].number;
    word.end = *values[at + 1].number;
    if (!word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace

Result<std::vector<Word>> read_textgrid(std::string_view text) {
  const auto values = grid_values(as_plain_utf8(text));
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    if (values[i].text != "IntervalTier") continue;
    const bool named_words = values[i + 1].text.ends_with("words");
    if (!chosen || named_words) chosen = i;
    if (named_words) break;
  }
  if (!chosen)
    return failure(Fault::bad_request, "the TextGrid has no tier of intervals", "Give one with a tier named “words”.");
  return tier_words(values, *chosen);
}

Result<std::vector<ReferenceUtterance>> read_reference_table(std::string_view tsv) {
  const std::string plain = as_plain_utf8(tsv);
  std::vector<ReferenceUtterance> utterances;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find('\n', at), plain.size());
    const std::string_view line = std::string_view(plain).substr(at, end - at);
    at = end + 1;
    ++line_number;
    if (line.empty()) continue;
    const std::size_t first = line.find('\t'),
                      second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    double seconds = 0;
    const bool good = second != std::string_view::npos &&
                      std::from_chars(line.data() + first + 1, line.data() + second, seconds).ec == std::errc();
    if (!good)
      return failure(Fault::bad_request, fmt::format("line {} of the references can't be read", line_number),
                     "Each line is an id, its seconds and its text, with tabs between.");
    utterances.push_back({std::string(line.substr(0, first)), seconds, std::string(line.substr(second + 1))});
  }
  return utterances;
}

}  // namespace podpromo
