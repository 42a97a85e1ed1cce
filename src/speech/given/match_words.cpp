#include "speech/given/match_words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace podpromo {

namespace {

constexpr std::size_t kLongestRun = 3;
constexpr std::size_t kMostCells = 1'000'000;  // of a table that counts a gap out

// Words as numbers, equal for equal words; 0 is the empty word.
using Numbered = std::vector<int>;
using Run = std::array<int, kLongestRun>;

struct Texts {
  std::span<const std::string> given;
  std::span<const std::string> heard;
  Numbered given_numbers;
  Numbered heard_numbers;
};

// What is still to be matched: [given_first, given_last) with [heard_first, heard_last).
struct Gap {
  std::size_t given_first = 0;
  std::size_t given_last = 0;
  std::size_t heard_first = 0;
  std::size_t heard_last = 0;
};

class Numbers {
 public:
  Numbered of(std::span<const std::string> words) {
    Numbered numbers;
    numbers.reserve(words.size());
    for (const std::string& word : words)
      numbers.push_back(word.empty() ? 0 : known_.try_emplace(word, static_cast<int>(known_.size()) + 1).first->second);
    return numbers;
  }

 private:
  std::map<std::string, int, std::less<>> known_;
};

// The run of `length` words at `at`; nothing to anchor on when one of them is empty.
std::optional<Run> run_at(const Numbered& words, std::size_t at, std::size_t length) {
  Run run{};
  for (std::size_t i = 0; i < length; ++i) {
    if (words[at + i] == 0) return std::nullopt;
    run[i] = words[at + i];
  }
  return run;
}

// Where each run of `length` words is that comes once in [first, last).
std::map<Run, std::size_t> single_runs(const Numbered& words, std::size_t first, std::size_t last, std::size_t length) {
  constexpr std::size_t kMoreThanOnce = static_cast<std::size_t>(-1);
  std::map<Run, std::size_t> places;
  for (std::size_t at = first; at + length <= last; ++at)
    if (const auto run = run_at(words, at, length)) {
      const auto [place, is_new] = places.try_emplace(*run, at);
      if (!is_new) place->second = kMoreThanOnce;
    }
  std::erase_if(places, [](const auto& place) { return place.second == kMoreThanOnce; });
  return places;
}

// The longest subset of `pairs`, which are in the order of given words, that is in the order of heard words too.
std::vector<MatchedWord> longest_in_order(const std::vector<MatchedWord>& pairs) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> last_of_length, before(pairs.size(), kNone);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = std::lower_bound(last_of_length.begin(), last_of_length.end(), pairs[i].heard,
                                     [&](std::size_t pair, std::size_t heard) { return pairs[pair].heard < heard; });
    if (at != last_of_length.begin()) before[i] = *(at - 1);
    if (at == last_of_length.end())
      last_of_length.push_back(i);
    else
      *at = i;
  }
  std::vector<MatchedWord> chain;
  for (std::size_t i = last_of_length.empty() ? kNone : last_of_length.back(); i != kNone; i = before[i])
    chain.push_back(pairs[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<MatchedWord> anchors_in(const Texts& texts, const Gap& gap, std::size_t length) {
  const auto heard = single_runs(texts.heard_numbers, gap.heard_first, gap.heard_last, length);
  std::vector<MatchedWord> pairs;
  for (const auto& [run, at] : single_runs(texts.given_numbers, gap.given_first, gap.given_last, length))
    if (const auto there = heard.find(run); there != heard.end()) pairs.push_back({at, there->second});
  std::sort(pairs.begin(), pairs.end(),
            [](const MatchedWord& a, const MatchedWord& b) { return a.reference < b.reference; });
  return longest_in_order(pairs);
}

void count_out(const Texts& texts, const Gap& gap, std::vector<MatchedWord>& matches) {
  std::vector<MatchedWord> found;
  word_errors(texts.given.subspan(gap.given_first, gap.given_last - gap.given_first),
              texts.heard.subspan(gap.heard_first, gap.heard_last - gap.heard_first), &found);
  for (const MatchedWord& match : found)
    if (!texts.given[gap.given_first + match.reference].empty())
      matches.push_back({gap.given_first + match.reference, gap.heard_first + match.heard});
}

void match_gap(const Texts& texts, const Gap& gap, std::size_t run_length, std::vector<MatchedWord>& matches) {
  const std::size_t given = gap.given_last - gap.given_first, heard = gap.heard_last - gap.heard_first;
  if (given == 0 || heard == 0) return;
  if (given < kMostCells && heard < kMostCells && given * heard <= kMostCells / 100)
    return count_out(texts, gap, matches);
  if (run_length == 0) {
    if (given < kMostCells && heard < kMostCells && given * heard <= kMostCells) count_out(texts, gap, matches);
    return;
  }
  Gap rest = gap;
  for (const MatchedWord& anchor : anchors_in(texts, gap, run_length)) {
    // Anchors overlap: the words of one may be the beginning of the next.
    if (anchor.reference < rest.given_first || anchor.heard < rest.heard_first) continue;
    match_gap(texts, {rest.given_first, anchor.reference, rest.heard_first, anchor.heard}, run_length - 1, matches);
    matches.push_back(anchor);
    rest.given_first = anchor.reference + 1;
    rest.heard_first = anchor.heard + 1;
  }
  match_gap(texts, rest, run_length - 1, matches);
}

}  // namespace

std::vector<MatchedWord> match_words(std::span<const std::string> given, std::span<const std::string> heard) {
  Numbers numbers;
  const Texts texts{given, heard, numbers.of(given), numbers.of(heard)};
  std::vector<MatchedWord> matches;
  match_gap(texts, {0, given.size(), 0, heard.size()}, kLongestRun, matches);
  return matches;
}

double shared_runs(std::span<const std::string> given, std::span<const std::string> heard) {
  if (heard.size() < kLongestRun) return 0;
  Numbers numbers;
  const Numbered known = numbers.of(given), asked = numbers.of(heard);
  std::set<Run> runs;
  for (std::size_t at = 0; at + kLongestRun <= known.size(); ++at)
    if (const auto run = run_at(known, at, kLongestRun)) runs.insert(*run);
  std::size_t shared = 0;
  for (std::size_t at = 0; at + kLongestRun <= asked.size(); ++at)
    if (const auto run = run_at(asked, at, kLongestRun)) shared += runs.contains(*run) ? 1 : 0;
  return static_cast<double>(shared) / static_cast<double>(asked.size() - kLongestRun + 1);
}

}  // namespace podpromo
