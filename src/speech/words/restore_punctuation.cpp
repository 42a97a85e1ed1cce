#include "speech/words/restore_punctuation.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kFewestWords = 30;   // a shorter transcript may just have one sentence
constexpr std::size_t kWordsPerStop = 60;  // people's sentences have a third of it
constexpr double kMostCapitals = 0.05;     // of the words of a text that has no casing
constexpr double kEnough = 3.5;            // of evidence, in nats
constexpr double kEnoughWithoutPauses = 2.5;
constexpr double kPerSecondOfPause = 5;
constexpr double kLongestPause = 1;  // second; longer ones say no more
constexpr std::size_t kShortSentence = 3;
constexpr double kAgainstShort = 1.5;
constexpr std::size_t kLongSentence = 25;  // from here on each word makes an end a little likelier
constexpr double kPerWordTooMany = 0.05;

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

bool begins_with_capital(const Word& word) { return word.text[0] >= 'A' && word.text[0] <= 'Z'; }

bool has_no_casing(const std::vector<Word>& words) {
  const auto capitals = std::count_if(words.begin(), words.end(), begins_with_capital);
  return static_cast<double>(capitals) < kMostCapitals * static_cast<double>(words.size());
}

class Sentences {
 public:
  explicit Sentences(Transcript& transcript) : words_(transcript.words), pauses_(!transcript.estimated_times) {
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
    if (length < kShortSentence) evidence -= kAgainstShort;
    if (length > kLongSentence) evidence += kPerWordTooMany * static_cast<double>(length - kLongSentence);
    return evidence > (pauses_ ? kEnough : kEnoughWithoutPauses);
  }

  const std::vector<Word>& words_;
  std::vector<std::string> spoken_;
  bool pauses_;
};

void capitalise(Word& word) {
  if (word.text[0] >= 'a' && word.text[0] <= 'z') word.text[0] = static_cast<char>(word.text[0] - 'a' + 'A');
}

bool is_i(const Word& word) { return word.text == "i" || word.text.starts_with("i'") || word.text.starts_with("i’"); }

void end_sentence(std::string& word, char mark) {
  if (ends_sentence(word)) return;
  while (word.size() > 1 && (word.back() == ',' || word.back() == ';' || word.back() == ':')) word.pop_back();
  word += mark;
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
  if (transcript.language != "en" || !lacks_punctuation(transcript)) return transcript;
  auto& words = transcript.words;
  const bool small = has_no_casing(words);
  const Sentences sentences(transcript);
  for (std::size_t first = 0; first < words.size();) {
    const std::size_t last = sentences.end_of(first);
    end_sentence(words[last - 1].text, sentences.asks(first, last) ? '?' : '.');
    if (small) capitalise(words[first]);
    first = last;
  }
  for (Word& word : words)
    if (small && is_i(word)) capitalise(word);
  transcript.restored_punctuation = true;
  return transcript;
}

}  // namespace podpromo
