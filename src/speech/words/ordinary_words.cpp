#include "speech/words/ordinary_words.hpp"

#include <algorithm>
#include <array>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using namespace std::string_view_literals;
using Knows = std::function<bool(std::string_view)>;

constexpr std::size_t kShortestStem = 3;
constexpr std::size_t kShortestRest = 4;  // of a word behind a prefix

constexpr std::array kSuffixes{"'s"sv,   "s"sv,    "es"sv,    "ed"sv,   "d"sv,    "ing"sv,   "er"sv,   "ers"sv,
                               "or"sv,   "ors"sv,  "ly"sv,    "ness"sv, "est"sv,  "ion"sv,   "ions"sv, "able"sv,
                               "al"sv,   "ally"sv, "ment"sv,  "ist"sv,  "ists"sv, "y"sv,     "ies"sv,  "ian"sv,
                               "ians"sv, "ic"sv,   "ics"sv,   "ful"sv,  "less"sv, "ship"sv,  "ish"sv,  "like"sv,
                               "ism"sv,  "ity"sv,  "ments"sv, "ize"sv,  "ized"sv, "izing"sv, "ise"sv,  "ised"sv};
constexpr std::array kPrefixes{"un"sv,    "re"sv,    "non"sv,   "pre"sv,   "over"sv,  "mis"sv,  "anti"sv,
                               "inter"sv, "sub"sv,   "super"sv, "micro"sv, "multi"sv, "self"sv, "co"sv,
                               "out"sv,   "under"sv, "up"sv,    "down"sv,  "post"sv,  "auto"sv, "hyper"sv,
                               "trans"sv, "de"sv,    "dis"sv,   "in"sv,    "im"sv,    "bio"sv,  "cyber"sv};

// Whether `stem` is a word, as it is or as it was before a suffix changed its end: "mak(e)", "cit(y)", "run(n)".
bool is_stem(std::string_view stem, const Knows& knows) {
  if (stem.size() < kShortestStem) return false;
  if (knows(stem) || knows(std::string(stem) + "e") || knows(std::string(stem) + "y")) return true;
  const char last = stem.back();
  if (last == 'i') return knows(std::string(stem.substr(0, stem.size() - 1)) + "y");
  return last == stem[stem.size() - 2] && knows(stem.substr(0, stem.size() - 1));
}

bool has_known_stem(std::string_view word, const Knows& knows, int suffixes) {
  if (is_stem(word, knows)) return true;
  if (suffixes == 0) return false;
  return std::ranges::any_of(kSuffixes, [&](std::string_view suffix) {
    return word.ends_with(suffix) && word.size() >= suffix.size() + kShortestStem &&
           has_known_stem(word.substr(0, word.size() - suffix.size()), knows, suffixes - 1);
  });
}

// "we'll", "don't"
bool is_contraction(std::string_view word) {
  constexpr std::array kEnds{"'ll"sv, "'re"sv, "'ve"sv, "'d"sv, "'m"sv, "n't"sv};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return word.ends_with(end); });
}

bool is_inflected_small(std::string_view word, const Knows& knows) {
  return word.size() < kShortestStem || is_contraction(word) || has_known_stem(word, knows, 2);
}

}  // namespace

bool is_inflected(std::string_view word, const Knows& knows) { return is_inflected_small(lower_case(word), knows); }

bool is_put_together(std::string_view word, const Knows& knows) {
  const std::string small = lower_case(word);
  const std::string_view all = small;
  if (is_inflected_small(all, knows)) return true;
  const bool behind_prefix = std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
    return all.starts_with(prefix) && all.size() >= prefix.size() + kShortestRest &&
           is_inflected_small(all.substr(prefix.size()), knows);
  });
  if (behind_prefix) return true;
  for (std::size_t at = kShortestStem; at + kShortestStem <= all.size(); ++at) {
    const std::string_view rest = all.substr(all[at] == '-' ? at + 1 : at);
    if (knows(all.substr(0, at)) && rest.size() >= kShortestStem && is_inflected_small(rest, knows)) return true;
  }
  return false;
}

}  // namespace podpromo
