#include "speech/words/episode_names.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>

#include "speech/words/letters.hpp"
#include "speech/words/note_phrases.hpp"
#include "speech/words/ordinary_words.hpp"

namespace podpromo {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostNotes = 20'000;  // bytes of a text that are looked at
constexpr std::size_t kMostWordsInName = 4;
constexpr std::size_t kLongestName = 60;  // bytes
constexpr std::size_t kLongWord = 4;      // shorter ones stay small in a headline
constexpr std::size_t kShortestStrangeWord = 6;
constexpr std::size_t kShortestHeadline = 4;  // words
constexpr double kHeadlineShare = 0.75;       // of its long words begin large
constexpr double kForeignShare = 0.15;        // of the small-lettered words are unknown
constexpr std::size_t kFewestToTellLanguage = 8;

// Small words inside names: "Ludwig van Beethoven".
constexpr std::array kParticles{"van"sv, "von"sv, "der"sv, "den"sv, "de"sv,  "la"sv, "da"sv,  "di"sv,
                                "du"sv,  "del"sv, "al"sv,  "el"sv,  "bin"sv, "y"sv,  "ibn"sv, "ben"sv};

bool is_particle(const std::string& word) { return std::ranges::find(kParticles, word) != kParticles.end(); }

// In small letters, and not several words in one.
bool is_plain_small(const std::string& word) {
  return begins_small(word) && word.find_first_of("-'") == std::string::npos;
}

bool is_shouted(const std::string& word) {
  return word.size() >= kLongWord && std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string without_possessive(std::string word) {
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  return word;
}

// Every long word begins large, so that capitals tell nothing.
bool is_headline(const Phrase& phrase) {
  const auto is_long = [](const std::string& word) { return word.size() >= kLongWord; };
  const auto all = std::ranges::count_if(phrase, is_long);
  const auto large =
      std::ranges::count_if(phrase, [&](const std::string& word) { return is_long(word) && begins_large(word); });
  return phrase.size() >= kShortestHeadline && static_cast<double>(large) >= kHeadlineShare * static_cast<double>(all);
}

// Goes through notes and keeps what is worth listening for.
class NameFinder {
 public:
  explicit NameFinder(const KnowsWord& knows) : knows_(knows) {}

  void read(std::string_view text) {
    std::ranges::move(note_phrases(text.substr(0, kMostNotes)), std::back_inserter(phrases_));
  }

  std::vector<std::string> found() {
    foreign_ = is_foreign();
    for (const Phrase& phrase : phrases_)
      if (std::ranges::count_if(phrase, is_shouted) < 2) look_into(phrase);
    for (const std::string& word : strange_words_) add(word);
    return std::move(names_);
  }

 private:
  bool is_foreign() const {
    std::size_t all = 0, unknown = 0;
    for (const Phrase& phrase : phrases_)
      for (const std::string& word : phrase) {
        if (word.size() < kLongWord || !is_plain_small(word)) continue;
        ++all;
        if (!is_put_together(word, knows_)) ++unknown;
      }
    return all >= kFewestToTellLanguage && static_cast<double>(unknown) > kForeignShare * static_cast<double>(all);
  }

  void look_into(const Phrase& phrase) {
    const bool headline = is_headline(phrase);
    for (std::size_t at = 0; at < phrase.size();) {
      const std::size_t end = end_of_run(phrase, at);
      if (end == at) {
        count_strange(phrase[at++]);
        continue;
      }
      add_run(std::span(phrase).subspan(at, end - at), headline, at == 0);
      at = end;
    }
  }

  // One past the words from `at` on that begin large, with particles between them; a possessive ends it.
  static std::size_t end_of_run(const Phrase& phrase, std::size_t at) {
    std::size_t end = at;
    while (end < phrase.size()) {
      std::size_t next = end;
      while (end > at && next < phrase.size() && is_particle(phrase[next])) ++next;
      if (next == phrase.size() || !is_written_as_name(phrase[next])) return end;
      end = next + 1;
      if (phrase[next].ends_with("'s")) return end;
    }
    return end;
  }

  void add_run(std::span<const std::string> run, bool headline, bool begins_phrase) {
    std::vector<std::string> name;
    for (const std::string& word : run) name.push_back(without_possessive(word));
    while (!name.empty() && (headline || begins_phrase) && is_put_together(name.front(), knows_)) {
      name.erase(name.begin());
      begins_phrase = false;
    }
    while (!name.empty() && !is_written_as_name(name.front())) name.erase(name.begin());
    while (!name.empty() && headline && is_put_together(name.back(), knows_)) name.pop_back();
    if (name.size() <= kMostWordsInName && (!foreign_ || name.size() > 1)) add_name(name, headline);
  }

  void add_name(const std::vector<std::string>& name, bool headline) {
    std::vector<std::string> unknown;
    std::size_t ordinary = 0;
    std::string all;
    for (const std::string& word : name) {
      all += (all.empty() ? "" : " ") + word;
      if (!is_written_as_name(word)) continue;
      if (headline ? is_put_together(word, knows_) : is_inflected(word, knows_))
        ++ordinary;
      else if (!knows_(word))
        unknown.push_back(word);
    }
    if (unknown.empty() && (name.size() < 2 || ordinary > 0)) return;
    add(all);
    for (const std::string& word : unknown) add(word);
  }

  void count_strange(const std::string& word) {
    if (foreign_ || word.size() < kShortestStrangeWord || !is_plain_small(word) || is_put_together(word, knows_))
      return;
    if (++times_[word] == 2) strange_words_.push_back(word);
  }

  void add(const std::string& name) {
    if (names_.size() < kMostEpisodeNames && name.size() <= kLongestName &&
        std::ranges::find(names_, name) == names_.end())
      names_.push_back(name);
  }

  const KnowsWord& knows_;
  std::vector<Phrase> phrases_;
  bool foreign_ = false;
  std::vector<std::string> names_;
  std::vector<std::string> strange_words_;
  std::map<std::string, int> times_;
};

}  // namespace

std::vector<std::string> episode_names(const EpisodeNotes& notes, const KnowsWord& knows) {
  NameFinder finder(knows);
  for (const std::string& person : notes.people) finder.read(person);
  finder.read(notes.title);
  finder.read(notes.show);
  finder.read(notes.description);
  return finder.found();
}

}  // namespace podpromo
