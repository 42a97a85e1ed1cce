#include "titles/wording.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "moments/phrases.hpp"
#include "moments/tokens.hpp"
#include "moments/word_lists.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kShortestPart = 24;  // characters; less than this of a long sentence says nothing

using Words = std::unordered_set<std::string_view>;

// Nothing ends on these, not even a sentence that was broken off.
const Words& joining_words() {
  static const Words kWords{"a", "an", "the", "and", "or", "but", "so", "because", "if", "than", "my", "your", "our"};
  return kWords;
}

// A sentence may end on these, a piece of one not.
const Words& leading_words() {
  static const Words kWords{
      "of",    "to",    "in",     "on",      "at",    "for",    "with",    "by",    "from",  "as",    "into",
      "about", "that",  "which",  "who",     "is",    "are",    "was",     "were",  "be",    "been",  "am",
      "do",    "does",  "did",    "have",    "has",   "had",    "will",    "would", "can",   "could", "should",
      "may",   "might", "must",   "not",     "very",  "really", "just",    "also",  "like",  "his",   "her",
      "its",   "their", "this",   "these",   "those", "i",      "we",      "they",  "he",    "she",   "you're",
      "i'm",   "it's",  "that's", "they're", "we're", "don't",  "doesn't", "isn't", "can't", "won't", "when",
      "where", "while", "what",   "how",     "why",   "more",   "most",    "get",   "go",    "going", "know"};
  return kWords;
}

// A clause can begin with these, so the title may end before them.
const Words& clause_openers() {
  static const Words kWords{"because", "but",   "and", "so",     "which", "when",     "if",
                            "while",   "where", "who", "unless", "until", "although", "or"};
  return kWords;
}

const Phrases& throat_clearing() {
  static const Phrases kPhrases(
      {"and",       "so",         "but",          "or",       "yeah",    "yes",     "well",      "okay",
       "ok",        "right",      "um",           "uh",       "uhm",     "erm",     "hmm",       "mm",
       "mhm",       "like",       "also",         "then",     "because", "anyway",  "basically", "actually",
       "oh",        "you know",   "i mean",       "i think",  "i guess", "you see", "sort of",   "kind of",
       "of course", "by the way", "to be honest", "honestly", "look",    "listen",  "now"});
  return kPhrases;
}

bool is_hesitation(const std::string& token) {
  return token == "um" || token == "uh" || token == "uhm" || token == "erm" || token == "hmm" || token == "mm";
}

// The dot of "Mr." ends nothing.
bool ends_clause(const std::string& word) {
  static const Words kBeforeNames{"mr", "mrs", "ms", "dr", "st", "prof"};
  return word_end(word) != WordEnd::open && !(word.ends_with('.') && kBeforeNames.contains(token_of(word)));
}

// Whether a word can end one clause and begin the next: "let me tell you, you have seen the worst".
bool may_meet_itself(const std::string& token) {
  static const Words kWords{"you", "it", "her", "this", "there", "here", "what", "one"};
  return kWords.contains(token);
}

// "the the", "I, I": a stammer. "very very" and "no no" are meant.
bool is_stammer(const std::string& word, const std::string& before, const std::string& token) {
  if (before != token || (may_meet_itself(token) && word_end(word) != WordEnd::open)) return false;
  if ((kinds_of(token) & word_kind::kStop) == 0) return false;
  return token != "very" && token != "really" && token != "no" && token != "had" && token != "that";
}

std::vector<std::string> tokens_of(std::span<const std::string> words) {
  std::vector<std::string> tokens;
  for (const auto& word : words) tokens.push_back(token_of(word));
  return tokens;
}

// "Look at this", "You know who": what goes on without a pause belongs to what is said.
bool may_belong(std::span<const std::string> tokens, std::size_t length) {
  static const Phrases kTwoMeanings({"like/look/right/listen/now/then/actually", "you know/see", "i mean"});
  return kTwoMeanings.length_at_start(tokens) == length;
}

std::size_t throat_cleared(std::span<const std::string> words) {
  const auto tokens = tokens_of(words);
  std::size_t first = 0;
  for (;;) {
    const auto rest = std::span(tokens).subspan(first);
    const std::size_t length = throat_clearing().length_at_start(rest);
    if (length == 0 || first + length >= words.size()) return first;
    if (may_belong(rest, length) && !ends_clause(words[first + length - 1])) return first;
    first += length;
  }
}

// How many words at `at` only fill a pause between two commas: ", like," ", you know,". 0 when they say something.
std::size_t aside_at(std::span<const std::string> words, std::size_t at) {
  if (at == 0 || word_end(words[at - 1]) != WordEnd::clause) return 0;
  static const Phrases kAsides({"like", "you know", "i mean", "i guess", "yeah", "right", "well"});
  const auto tokens = tokens_of(words.subspan(at, std::min<std::size_t>(2, words.size() - at)));
  const std::size_t length = kAsides.length_at_start(tokens);
  return length > 0 && word_end(words[at + length - 1]) == WordEnd::clause ? length : 0;
}

void drop_last_characters(std::string& text, std::string_view unwanted) {
  while (!text.empty() && unwanted.find(text.back()) != std::string_view::npos) text.pop_back();
}

void drop_end_marks(std::string& text) {
  for (const std::string_view mark : {"…", "—", "–", "。", "，", "、"})
    while (text.ends_with(mark)) text.resize(text.size() - mark.size());
  drop_last_characters(text, ".,;:- ");
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

void enlarge_first(std::string& text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 32);
}

// How many of the words fit into `most` characters with single spaces between them.
std::size_t fitting(std::span<const std::string> words, std::size_t most) {
  std::size_t characters = 0, count = 0;
  for (; count < words.size(); ++count) {
    characters += character_count(words[count]) + (count > 0 ? 1 : 0);
    if (characters > most) break;
  }
  return count;
}

// "…, like" and "…, yeah" are how speakers trail off; "Do you like?" is not.
bool is_trailing_off(const std::string& word, const std::string& token) {
  static const Words kWords{"like", "yeah", "hey", "okay", "ok", "well", "then", "um", "uh", "right"};
  return word_end(word) != WordEnd::question && kWords.contains(token);
}

// Without the words at the end that promise more to come.
std::size_t without_dangling(std::span<const std::string> words, std::size_t count, bool is_piece) {
  for (; count > 0; --count) {
    const auto token = token_of(words[count - 1]);
    if (token.empty() || is_trailing_off(words[count - 1], token) || joining_words().contains(token) ||
        (is_piece && leading_words().contains(token)))
      continue;
    break;
  }
  return count;
}

// The longest part of the words that fits and ends where a clause does; 0 when none is long enough.
std::size_t clause_that_fits(std::span<const std::string> words, bool english) {
  for (std::size_t count = fitting(words, kLongestTitle + 1); count > 1; --count) {
    const bool at_mark = ends_clause(words[count - 1]);
    const bool at_opener = english && count < words.size() && clause_openers().contains(token_of(words[count]));
    if (!at_mark && !at_opener) continue;
    const std::size_t kept = without_dangling(words, count, english && !at_mark);
    // What has to lose its verb is no clause: "as I think most people are | and should be".
    if (!at_mark && kept < count) continue;
    std::string text = joined(words.first(kept));
    drop_end_marks(text);
    const std::size_t characters = character_count(text);
    if (characters >= kShortestPart && characters <= kLongestTitle) return count;
  }
  return 0;
}

// A quotation that only begins here, or only ends, is none.
void drop_lone_quote(std::string& text) {
  if (std::ranges::count(text, '"') == 1) std::erase(text, '"');
}

std::string trimmed(std::span<const std::string> words, std::size_t count, bool is_piece) {
  const std::size_t kept = without_dangling(words, count, is_piece);
  std::string text = joined(words.first(kept > 0 ? kept : count));
  drop_lone_quote(text);
  drop_end_marks(text);
  enlarge_first(text);
  return text;
}

}  // namespace

std::string first_characters(const std::string& text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < count && at < text.size(); ++i) next_character(text, at);
  return text.substr(0, at);
}

std::vector<std::string> written(std::vector<std::string> words, bool english) {
  if (!english) return words;
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(throat_cleared(words)));
  std::vector<std::string> kept;
  std::string before;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const std::size_t aside = aside_at(words, i); aside > 0 && !kept.empty()) {
      drop_last_characters(kept.back(), ",;:");
      i += aside - 1;
      continue;
    }
    const auto& word = words[i];
    const auto token = token_of(word);
    if (is_hesitation(token)) continue;
    if (!kept.empty() && is_stammer(kept.back(), before, token)) kept.pop_back();
    kept.push_back(word);
    before = token;
  }
  return kept;
}

Wording worded(std::span<const std::string> words, bool english) {
  if (words.empty()) return {};
  const bool is_broken_off = !ends_sentence(word_end(words.back()));
  std::string whole = trimmed(words, words.size(), english && is_broken_off);
  if (character_count(whole) <= kLongestTitle) return {std::move(whole), Wording::Cut::nothing};
  if (const std::size_t count = clause_that_fits(words, english); count > 0)
    return {trimmed(words, count, english && !ends_clause(words[count - 1])), Wording::Cut::clauses};
  const std::size_t count = fitting(words, kLongestTitle - 1);
  // A word longer than a title comes from a script without spaces, or is noise.
  std::string piece = count > 0 ? trimmed(words, count, english) : first_characters(words[0], kLongestTitle - 1);
  return {piece + "…", Wording::Cut::words};
}

}  // namespace podpromo
