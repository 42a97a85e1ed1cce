#include "moments/sentences.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/letter_case.hpp"
#include "moments/tokens.hpp"

namespace podpromo {

namespace {

// Fewer full stops than one in this many words means that nobody set any.
constexpr std::size_t kWordsPerFullStop = 80;
// "Inc." may end a sentence; a pause this long after it says that it does.
constexpr double kAbbreviationPause = 0.35;
// A forced cut leaves at least this many words before it.
constexpr std::size_t kFewestWords = 12;

std::string small_ascii(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return small;
}

bool is_initial(std::string_view word) {
  return word.size() == 2 && word[0] >= 'A' && word[0] <= 'Z' && word[0] != 'I' && word[1] == '.';
}

enum class Dot { full_stop, abbreviation, maybe };

Dot dot_of(std::string_view word) {
  constexpr std::array<std::string_view, 13> kNever{"mr.",  "mrs.",  "ms.",  "dr.",     "st.",  "vs.",  "e.g.",
                                                    "i.e.", "prof.", "fig.", "approx.", "gen.", "capt."};
  constexpr std::array<std::string_view, 12> kMaybe{"etc.", "inc.", "jr.",   "sr.",  "u.s.", "a.m.",
                                                    "p.m.", "co.",  "corp.", "ltd.", "u.k.", "d.c."};
  const std::string small = small_ascii(word);
  if (std::ranges::find(kNever, small) != kNever.end() || is_initial(word)) return Dot::abbreviation;
  return std::ranges::find(kMaybe, small) != kMaybe.end() ? Dot::maybe : Dot::full_stop;
}

char32_t first_letter(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_character(word, at);
    if (c != '"' && c != '\'' && c != '(' && c != '[' && c != 0x201C && c != 0x2018) return c;
  }
  return 0;
}

class Splitter {
 public:
  Splitter(const Transcript& transcript, const SentenceRules& rules)
      : words_(transcript.words), rules_(rules), punctuated_(is_punctuated(transcript)) {}

  std::vector<Sentence> sentences() {
    std::size_t first = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (i + 1 < words_.size() && !ends_at(i)) continue;
      add_in_pieces(first, i + 1);
      first = i + 1;
    }
    return std::move(sentences_);
  }

 private:
  double gap_after(std::size_t i) const { return words_[i + 1].start - words_[i].end; }

  // Only asked where another word follows.
  bool ends_at(std::size_t i) const {
    if (rules_.at_speakers && words_[i].speaker != words_[i + 1].speaker) return true;
    if (gap_after(i) >= rules_.longest_gap_s) return true;
    if (!punctuated_ && gap_after(i) >= rules_.pause_s) return true;
    return ends_by_punctuation(i);
  }

  bool ends_by_punctuation(std::size_t i) const {
    const auto& word = words_[i].text;
    if (!ends_sentence(word_end(word))) return false;
    const char32_t next = first_letter(words_[i + 1].text);
    if (is_small_letter(next)) return false;
    if (small_ascii(word) == "no." && next >= '0' && next <= '9') return false;
    const Dot dot = dot_of(word);
    return dot == Dot::full_stop || (dot == Dot::maybe && gap_after(i) >= kAbbreviationPause);
  }

  void add_in_pieces(std::size_t first, std::size_t last) {
    const std::size_t most = std::max(punctuated_ ? rules_.most_words : rules_.bare_words, kFewestWords);
    while (last - first > most) {
      const std::size_t cut = longest_pause(first + std::min(kFewestWords, most / 2), first + most);
      add(first, cut);
      first = cut;
    }
    add(first, last);
  }

  // The word index in (from, to] with the longest silence before it; of equals the last.
  std::size_t longest_pause(std::size_t from, std::size_t to) const {
    std::size_t best = to;
    for (std::size_t i = to - 1; i > from; --i)
      if (gap_after(i - 1) > gap_after(best - 1)) best = i;
    return best;
  }

  void add(std::size_t first, std::size_t last) {
    const bool question = word_end(words_[last - 1].text) == WordEnd::question;
    sentences_.push_back({first, last, words_[first].start, words_[last - 1].end, words_[first].speaker, question});
  }

  const std::vector<Word>& words_;
  SentenceRules rules_;
  bool punctuated_;
  std::vector<Sentence> sentences_;
};

}  // namespace

bool is_punctuated(const Transcript& transcript) {
  const auto stops =
      std::ranges::count_if(transcript.words, [](const Word& word) { return ends_sentence(word_end(word.text)); });
  return static_cast<std::size_t>(stops) * kWordsPerFullStop >= transcript.words.size();
}

std::vector<Sentence> sentences_of(const Transcript& transcript, const SentenceRules& rules) {
  return Splitter(transcript, rules).sentences();
}

}  // namespace podpromo
