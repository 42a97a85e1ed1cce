#include "speech/words/restore_punctuation.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kFewestWords = 30;    // a shorter transcript may just have one sentence
constexpr std::size_t kWordsPerStop = 60;   // people's sentences have a third of it
constexpr std::size_t kWordsPerComma = 20;  // a long sentence that somebody punctuated has three times as many
constexpr double kMostCapitals = 0.05;      // of the words of a text that has no casing
constexpr double kEnough = 3.5;             // of evidence, in nats
constexpr double kEnoughWithoutPauses = 2.5;
constexpr double kPerSecondOfPause = 5;
constexpr double kLongestPause = 1;  // second; longer ones say no more
constexpr std::size_t kShortSentence = 3;
constexpr double kAgainstShort = 1.5;
constexpr std::size_t kLongSentence = 25;  // from here on each word makes an end a little likelier
constexpr double kPerWordTooMany = 0.05;
constexpr double kForCapital = 6;             // of a word that has one at the beginning of sentences only
constexpr double kMostCapitalsInPlace = 0.3;  // of the words; in a text that has more they say nothing
constexpr std::size_t kSmallBeginnings = 2;   // sentences that begin without a capital: one may be an abbreviation

// How much likelier a word begins or ends a sentence than any word does, as logarithm of the odds: counted in episodes
// of The Changelog (CC BY-SA 4.0), the sixty that matter most for each.
struct Lean {
  std::string_view word;
  double odds;
};
constexpr std::array kBegins = std::to_array<Lean>(
    {{"a", -1.8},     {"about", -2.8},  {"all", -1.2},   {"an", -2.2},    {"and", 1.5},        {"at", -1.1},
     {"be", -3.9},    {"because", 1.3}, {"been", -3.0},  {"but", 2.4},    {"different", -2.2}, {"doing", -2.7},
     {"from", -1.5},  {"get", -1.5},    {"going", -1.9}, {"got", -2.2},   {"had", -2.9},       {"have", -2.3},
     {"i", 1.6},      {"i'm", 1.7},     {"in", -1.2},    {"into", -3.0},  {"is", -0.7},        {"it's", 1.8},
     {"kind", -1.5},  {"know", -3.5},   {"make", -2.2},  {"me", -1.8},    {"mean", -2.5},      {"more", -1.9},
     {"much", -2.2},  {"need", -2.7},   {"of", -3.1},    {"oh", 2.5},     {"okay", 2.4},       {"on", -1.6},
     {"out", -2.8},   {"really", -1.9}, {"right", 1.5},  {"said", -2.3},  {"say", -1.7},       {"so", 2.8},
     {"that", -0.8},  {"that's", 1.7},  {"the", -0.8},   {"their", -2.2}, {"them", -3.1},      {"there's", 1.4},
     {"think", -3.4}, {"to", -2.9},     {"up", -2.3},    {"use", -1.8},   {"want", -3.1},      {"was", -2.2},
     {"we", 0.8},     {"well", 2.1},    {"will", -2.2},  {"with", -2.0},  {"yeah", 3.5},       {"your", -1.6}});
constexpr std::array kEnds = std::to_array<Lean>(
    {{"a", -3.7},       {"also", -2.4},  {"an", -3.3},      {"and", -3.4},   {"are", -1.1},    {"as", -3.2},
     {"at", -1.6},      {"be", -1.4},    {"because", -3.3}, {"but", -0.9},   {"by", -2.1},     {"can", -1.1},
     {"could", -2.2},   {"don't", -2.0}, {"for", -1.6},     {"get", -1.9},   {"has", -2.1},    {"have", -1.8},
     {"how", -2.5},     {"i", -4.9},     {"i'm", -3.7},     {"i've", -2.8},  {"if", -3.3},     {"in", -1.0},
     {"into", -2.5},    {"is", -0.9},    {"it", 0.8},       {"it's", -3.1},  {"just", -3.7},   {"kind", -2.3},
     {"like", -1.8},    {"my", -2.9},    {"not", -1.1},     {"of", -2.9},    {"okay", 2.5},    {"or", -1.8},
     {"our", -2.8},     {"right", 2.8},  {"so", -1.3},      {"some", -2.4},  {"that's", -3.4}, {"the", -4.6},
     {"there's", -3.2}, {"they", -2.9},  {"they're", -2.8}, {"think", -1.1}, {"to", -2.2},     {"very", -2.9},
     {"was", -2.0},     {"we", -3.0},    {"we're", -2.9},   {"what", -1.5},  {"when", -2.3},   {"where", -2.2},
     {"which", -3.2},   {"who", -2.7},   {"yeah", 2.2},     {"you", -1.0},   {"you're", -3.4}, {"your", -3.5}});

constexpr std::array<std::string_view, 18> kAsking = {"do",   "does", "did",   "are",   "is",     "was",
                                                      "were", "can",  "could", "would", "should", "will",
                                                      "have", "has",  "had",   "am",    "may",    "won't"};
constexpr std::array<std::string_view, 9> kAsked = {"you", "we", "they", "he", "she", "it", "i", "there", "that"};
constexpr std::array<std::string_view, 8> kQuestionWords = {"what",  "why", "how",   "when",
                                                            "where", "who", "which", "whose"};

template <typename List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

template <typename List>
double lean_of(std::string_view word, const List& list) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Lean& lean) { return lean.word == word; });
  return found == list.end() ? 0 : found->odds;
}

bool ends_sentence(std::string_view word) {
  while (!word.empty() && (word.back() == '"' || word.back() == '\'' || word.back() == ')')) word.remove_suffix(1);
  return word.ends_with('.') || word.ends_with('?') || word.ends_with('!') || word.ends_with("…");
}

bool ends_clause(std::string_view word) { return word.ends_with(',') || word.ends_with(';') || word.ends_with(':'); }

bool begins_with_capital(const Word& word) { return word.text[0] >= 'A' && word.text[0] <= 'Z'; }

bool begins_small(const Word& word) { return word.text[0] >= 'a' && word.text[0] <= 'z'; }

void capitalise(Word& word) {
  if (begins_small(word)) word.text[0] = static_cast<char>(word.text[0] - 'a' + 'A');
}

bool is_small_i(const Word& word) {
  return word.text[0] == 'i' && (word.text.size() == 1 || !is_ascii_letter(word.text[1]));
}

double share_of_capitals(std::span<const Word> words) {
  return static_cast<double>(std::ranges::count_if(words, begins_with_capital)) / static_cast<double>(words.size());
}

// Words [first, last), up to a sentence end or the end of the transcript.
struct Stretch {
  std::size_t first = 0;
  std::size_t last = 0;
};

// Finds sentences in `words` where they have no ends of their own.
class Sentences {
 public:
  // Times that are guesses have no pauses.
  Sentences(std::span<const Word> words, bool has_times)
      : words_(words), pauses_(has_times), capitals_(share_of_capitals(words) < kMostCapitalsInPlace) {
    for (const Word& word : words_) spoken_.push_back(lower_case(word.text));
  }

  // One past the last word of the sentence that begins at `first`.
  std::size_t end_of(std::size_t first) const {
    for (std::size_t i = first; i + 1 < words_.size(); ++i)
      if (ends_after(i, i + 1 - first)) return i + 1;
    return words_.size();
  }

  bool asks(std::size_t first, std::size_t last) const {
    std::size_t at = first;
    const auto is_opener = [&](std::size_t i) {
      return is_one_of(std::string_view(spoken_[i]),
                       std::array<std::string_view, 5>{"so", "and", "but", "well", "okay"});
    };
    while (at + 2 < last && is_opener(at)) ++at;
    if (at + 2 >= last) return false;
    if (is_one_of(spoken_[at], kAsking)) return is_one_of(spoken_[at + 1], kAsked);
    return is_one_of(spoken_[at], kQuestionWords) && is_one_of(spoken_[at + 1], kAsking);
  }

 private:
  bool ends_after(std::size_t i, std::size_t length) const {
    const Word& word = words_[i];
    const Word& next = words_[i + 1];
    if (ends_sentence(word.text) || word.speaker != next.speaker) return true;
    double evidence = lean_of(spoken_[i], kEnds) + lean_of(spoken_[i + 1], kBegins);
    if (pauses_) evidence += kPerSecondOfPause * std::clamp(next.start - word.end, 0.0, kLongestPause);
    if (capitals_ && has_capital_only_as_first(i + 1)) evidence += kForCapital;
    if (length < kShortSentence) evidence -= kAgainstShort;
    if (length > kLongSentence) evidence += kPerWordTooMany * static_cast<double>(length - kLongSentence);
    return evidence > (pauses_ ? kEnough : kEnoughWithoutPauses);
  }

  // Where what has no punctuation borders on what has its own, the first sentence of that begins with a capital.
  bool has_capital_only_as_first(std::size_t i) const {
    const std::string_view word = spoken_[i];
    const bool always = word[0] == 'i' && (word.size() == 1 || word[1] == '\'');
    return begins_with_capital(words_[i]) && !always && (lean_of(word, kBegins) != 0 || lean_of(word, kEnds) != 0);
  }

  std::span<const Word> words_;
  std::vector<std::string> spoken_;
  bool pauses_;
  bool capitals_;
};

void end_sentence(std::string& word, char mark) {
  if (ends_sentence(word)) return;
  while (word.size() > 1 && (word.back() == ',' || word.back() == ';' || word.back() == ':')) word.pop_back();
  word += mark;
}

// Long runs of words without a sentence end; a run with commas is somebody's long sentence.
std::vector<Stretch> bare_stretches(const std::vector<Word>& words) {
  std::vector<Stretch> stretches;
  std::size_t first = 0, commas = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ends_clause(words[i].text)) ++commas;
    if (!ends_sentence(words[i].text) && i + 1 < words.size()) continue;
    const std::size_t length = i + 1 - first;
    if (length >= kWordsPerStop && commas * kWordsPerComma < length) stretches.push_back({first, i + 1});
    first = i + 1;
    commas = 0;
  }
  return stretches;
}

// Which words belong to a text, or a long run of it, that has no casing.
std::vector<char> words_without_casing(const std::vector<Word>& words) {
  const std::size_t count = words.size();
  if (share_of_capitals(words) < kMostCapitals) return std::vector<char>(count, 1);
  std::vector<char> without(count, 0);
  std::size_t first = 0;
  for (std::size_t i = 0; i <= count; ++i) {
    if (i < count && !begins_with_capital(words[i])) continue;
    if (i - first >= kWordsPerStop)
      std::fill(without.begin() + static_cast<std::ptrdiff_t>(first), without.begin() + static_cast<std::ptrdiff_t>(i),
                1);
    first = i + 1;
  }
  return without;
}

void restore_stops(std::span<Word> words, bool has_times) {
  const Sentences sentences(words, has_times);
  for (std::size_t first = 0; first < words.size();) {
    const std::size_t last = sentences.end_of(first);
    end_sentence(words[last - 1].text, sentences.asks(first, last) ? '?' : '.');
    if (last < words.size()) capitalise(words[last]);
    first = last;
  }
}

// Beginnings of sentences and "I", where a text has no casing.
void restore_capitals(std::vector<Word>& words, const std::vector<char>& without_casing) {
  std::vector<Word*> beginnings, selves;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (without_casing[i] == 0) continue;
    if (begins_small(words[i]) && (i == 0 || ends_sentence(words[i - 1].text))) beginnings.push_back(&words[i]);
    if (is_small_i(words[i])) selves.push_back(&words[i]);
  }
  if (selves.empty() && beginnings.size() < kSmallBeginnings) return;
  for (Word* word : beginnings) capitalise(*word);
  for (Word* word : selves) capitalise(*word);
}

}  // namespace

bool lacks_punctuation(const Transcript& transcript) {
  const auto& words = transcript.words;
  if (words.size() < kFewestWords) return false;
  const auto stops =
      std::count_if(words.begin(), words.end(), [](const Word& word) { return ends_sentence(word.text); });
  return static_cast<std::size_t>(stops) * kWordsPerStop < words.size();
}

Transcript with_punctuation(Transcript transcript) {
  auto& words = transcript.words;
  if (transcript.language != "en" || words.size() < kFewestWords) return transcript;
  const std::vector<Word> before = words;
  const auto without_casing = words_without_casing(words);
  const bool has_times = !transcript.estimated_times;
  const auto bare = lacks_punctuation(transcript) ? std::vector<Stretch>{{0, words.size()}} : bare_stretches(before);
  for (const Stretch& stretch : bare) {
    restore_stops(std::span(words).subspan(stretch.first, stretch.last - stretch.first), has_times);
    if (without_casing[stretch.first] != 0) capitalise(words[stretch.first]);
  }
  restore_capitals(words, without_casing);
  if (words != before) transcript.restored_punctuation = true;
  return transcript;
}

}  // namespace podpromo
