#include "speech/remote/matched_times.hpp"

#include <algorithm>
#include <optional>

#include "speech/words/letters.hpp"
#include "speech/words/text_tokens.hpp"

namespace podpromo {

namespace {

// How many words both lists together may have to be jumped over until they agree again.
constexpr std::size_t kFarthestJump = 24;

struct Pair {
  std::size_t written = 0;
  std::size_t timed = 0;
};

// Walks along both lists of keys at once.
class Walk {
 public:
  Walk(const std::vector<std::string>& written, const std::vector<std::string>& timed)
      : written_(written), timed_(timed) {}

  // The next words that are equal, the fewest jumped over; nothing when there are none near.
  std::optional<Pair> next() {
    for (std::size_t jump = 0; jump <= kFarthestJump; ++jump)
      for (std::size_t over = 0; over <= jump; ++over)
        if (const Pair pair{at_.written + over, at_.timed + jump - over}; agree(pair)) {
          at_ = {pair.written + 1, pair.timed + 1};
          return pair;
        }
    return std::nullopt;
  }

 private:
  bool agree(const Pair& pair) const {
    return pair.written < written_.size() && pair.timed < timed_.size() && !written_[pair.written].empty() &&
           written_[pair.written] == timed_[pair.timed];
  }
  const std::vector<std::string>& written_;
  const std::vector<std::string>& timed_;
  Pair at_;
};

double weight(const Word& word) { return 1.0 + static_cast<double>(code_point_count(word.text)); }

void spread(std::span<Word> words, double from, double to) {
  double all = 0, done = 0;
  for (const Word& word : words) all += weight(word);
  for (Word& word : words) {
    word.start = from + (to - from) * done / all;
    done += weight(word);
    word.end = from + (to - from) * done / all;
  }
}

void take_probability(Word& word, const Word& timed) {
  if (timed.probability != kUnknownProbability) word.probability = timed.probability;
}

// Words between two that agree: they are where the list with times has something else, or just in between.
void fill_gap(std::span<Word> words, std::span<const Word> instead, double from, double to) {
  if (words.empty()) return;
  if (!instead.empty()) {
    from = std::max(from, instead.front().start);
    to = std::min(to, instead.back().end);
    for (Word& word : words) take_probability(word, instead.front());
  }
  spread(words, from, std::max(from, to));
}

std::vector<std::string> keys_of(std::span<const Word> words) {
  std::vector<std::string> keys;
  for (const Word& word : words) keys.push_back(comparable(word.text));
  return keys;
}

}  // namespace

void take_times(std::span<Word> words, std::span<const Word> timed, double start, double end) {
  const std::vector<std::string> written_keys = keys_of(words), timed_keys = keys_of(timed);
  Walk walk(written_keys, timed_keys);
  Pair open;  // what comes after the last pair
  double from = start;
  for (auto pair = walk.next(); pair; pair = walk.next()) {
    const Word& same = timed[pair->timed];
    fill_gap(words.subspan(open.written, pair->written - open.written),
             timed.subspan(open.timed, pair->timed - open.timed), from, std::max(from, same.start));
    Word& word = words[pair->written];
    word.start = same.start;
    word.end = same.end;
    take_probability(word, same);
    from = std::max(from, same.end);
    open = {pair->written + 1, pair->timed + 1};
  }
  fill_gap(words.subspan(open.written), timed.subspan(open.timed), from, std::max(from, end));
}

std::vector<std::string> written_words(std::string_view text, std::string_view language) {
  std::vector<std::string> words;
  const bool spaces = !is_written_without_spaces(language);
  bool goes_on = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_length(text, at));
    at += character.size();
    if (character.size() == 1 && static_cast<unsigned char>(character[0]) <= ' ') {
      goes_on = false;
      continue;
    }
    const bool joins = goes_on && (spaces || is_punctuation(character));
    if (!joins) words.emplace_back();
    words.back() += character;
    goes_on = true;
  }
  return words;
}

}  // namespace podpromo
