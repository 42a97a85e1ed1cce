#include "moments/introductions.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "moments/sentences.hpp"
#include "moments/tokens.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestName = 4;  // words

// Whose name follows: the speaker's own, or that of whoever speaks next.
enum class Whose { own, next };

struct Introduction {
  std::string_view words;
  Whose whose;
};
constexpr auto kIntroductions = std::to_array<Introduction>({
    {"my name is", Whose::own},
    {"my name's", Whose::own},
    {"i'm your host", Whose::own},
    {"i am your host", Whose::own},
    {"i'm", Whose::own},
    {"i am", Whose::own},
    {"my guest today is", Whose::next},
    {"my guest is", Whose::next},
    {"our guest today is", Whose::next},
    {"our guest is", Whose::next},
    {"today's guest is", Whose::next},
    {"joining me today is", Whose::next},
    {"joining us today is", Whose::next},
    {"joining me is", Whose::next},
    {"joining us is", Whose::next},
    {"joined by", Whose::next},
    {"joined today by", Whose::next},
    {"here with", Whose::next},
    {"talking to", Whose::next},
    {"talking with", Whose::next},
    {"speaking with", Whose::next},
    {"please welcome", Whose::next},
    {"welcome", Whose::next},
    {"welcome back", Whose::next},
    {"welcome to the show", Whose::next},
    {"welcome to the podcast", Whose::next},
});

// Capitals that say what somebody is, not who.
constexpr auto kNoNames = std::to_array<std::string_view>(
    {"american", "british",  "english",   "german",   "french",  "italian",  "spanish", "irish",     "scottish",
     "canadian", "chinese",  "japanese",  "indian",   "russian", "european", "african", "asian",     "mexican",
     "jewish",   "catholic", "muslim",    "dutch",    "swedish", "polish",   "i",       "i'm",       "i'll",
     "i've",     "god",      "okay",      "ok",       "yes",     "no",       "the",     "a",         "so",
     "monday",   "tuesday",  "wednesday", "thursday", "friday",  "saturday", "sunday",  "australian"});
constexpr auto kTitles = std::to_array<std::string_view>({"dr", "mr", "mrs", "ms", "prof", "professor", "doctor"});
// Small words inside a name.
constexpr auto kInsideNames =
    std::to_array<std::string_view>({"van", "von", "de", "der", "den", "la", "le", "bin", "al"});

bool has_capital(std::string_view word) { return !word.empty() && word[0] >= 'A' && word[0] <= 'Z'; }

std::string without_marks(std::string_view word) {
  while (!word.empty() && std::string_view(".,;:!?\"").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  if (word.ends_with("'s")) word.remove_suffix(2);
  return std::string(word);
}

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& list, const std::string& token) {
  return std::ranges::find(list, token) != list.end();
}

// The name that the words begin with; empty when they begin with none.
std::string name_at(std::span<const Word> words) {
  std::string name, waiting;
  std::size_t parts = 0;
  for (const Word& word : words) {
    const std::string token = token_of(word.text);
    if (parts == 0 && is_one_of(kTitles, token)) continue;
    if (parts > 0 && is_one_of(kInsideNames, token) && !has_capital(word.text)) {
      waiting += token + " ";
      continue;
    }
    if (!has_capital(word.text) || is_one_of(kNoNames, token) || parts == kLongestName) break;
    name += (parts == 0 ? "" : " ") + waiting + without_marks(word.text);
    waiting.clear();
    ++parts;
    if (word_end(word.text) != WordEnd::open) break;
  }
  return name;
}

class Introducing {
 public:
  explicit Introducing(const Transcript& transcript) : transcript_(transcript), sentences_(sentences_of(transcript)) {
    for (const Word& word : transcript.words) tokens_.push_back(token_of(word.text));
  }

  std::vector<SuggestedName> names() {
    for (std::size_t i = 0; i < sentences_.size(); ++i) look_at(i);
    return std::move(found_);
  }

 private:
  void look_at(std::size_t number) {
    const Sentence& sentence = sentences_[number];
    for (std::size_t at = sentence.first; at < sentence.last; ++at)
      for (const Introduction& introduction : kIntroductions)
        if (const std::size_t after = end_of(introduction.words, at, sentence.last); after < sentence.last)
          suggest(number, introduction.whose,
                  name_at(std::span(transcript_.words).subspan(after, sentence.last - after)));
  }

  // Where the phrase that begins at word `at` ends; `end` when it doesn't stand there.
  std::size_t end_of(std::string_view phrase, std::size_t at, std::size_t end) const {
    while (at < end) {
      const std::size_t space = std::min(phrase.find(' '), phrase.size());
      if (tokens_[at] != phrase.substr(0, space)) return end;
      ++at;
      if (space == phrase.size()) return at;
      phrase.remove_prefix(space + 1);
    }
    return end;
  }

  void suggest(std::size_t sentence, Whose whose, const std::string& name) {
    const int speaker = whose == Whose::own ? sentences_[sentence].speaker : next_speaker(sentence);
    if (name.empty() || !is_unnamed(speaker)) return;
    const bool known = std::ranges::any_of(
        found_, [&](const SuggestedName& other) { return other.speaker == speaker && other.name == name; });
    if (!known)
      found_.push_back({speaker, name, text_of(transcript_, sentences_[sentence].first, sentences_[sentence].last)});
  }

  int next_speaker(std::size_t sentence) const {
    const auto rest = std::span(sentences_).subspan(sentence);
    const auto next = std::ranges::find_if(
        rest, [&](const Sentence& other) { return other.speaker >= 0 && other.speaker != rest.front().speaker; });
    return next == rest.end() ? -1 : next->speaker;
  }

  bool is_unnamed(int speaker) const {
    const auto index = static_cast<std::size_t>(speaker);
    return speaker >= 0 && index < transcript_.speakers.size() &&
           transcript_.speakers[index] == "Speaker " + std::to_string(speaker + 1);
  }

  const Transcript& transcript_;
  std::vector<Sentence> sentences_;
  std::vector<std::string> tokens_;
  std::vector<SuggestedName> found_;
};

}  // namespace

std::vector<SuggestedName> suggested_names(const Transcript& transcript) {
  if (transcript.speakers.empty() || !is_english(transcript)) return {};
  return Introducing(transcript).names();
}

}  // namespace podpromo
