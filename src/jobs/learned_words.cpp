#include "jobs/learned_words.hpp"

#include <algorithm>
#include <set>

#include "speech/words/note_phrases.hpp"
#include "speech/words/ordinary_words.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kShortestStrangeWord = 5;

std::string text_of_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + " ";
  return text;
}

// The words without their punctuation.
std::set<std::string> words_in(const std::string& text) {
  std::set<std::string> all;
  for (const Phrase& phrase : note_phrases(text)) all.insert(phrase.begin(), phrase.end());
  return all;
}

bool is_strange(const std::string& word, const KnowsWord& knows) {
  return begins_small(word) && word.size() >= kShortestStrangeWord && !word.contains('\'') &&
         !is_put_together(word, knows);
}

// What `place` says now and did not before.
std::vector<std::string> learned_from(const Correction& place, const KnowsWord& knows) {
  const std::string said = text_of_words(place.words);
  std::vector<std::string> words = episode_names({.people = {}, .title = {}, .show = {}, .description = said}, knows);
  for (const std::string& word : words_in(said))
    if (is_strange(word, knows) && std::ranges::find(words, word) == words.end()) words.push_back(word);
  const std::set<std::string> heard = words_in(text_of_words(place.heard));
  std::erase_if(words, [&](const std::string& word) {
    return std::ranges::all_of(words_in(word), [&](const std::string& part) { return heard.contains(part); });
  });
  return words;
}

}  // namespace

std::vector<std::string> learned_words(const Corrections& corrections, const KnowsWord& knows) {
  EpisodeNotes speakers;
  for (const SpeakerName& speaker : corrections.names) speakers.people.push_back(speaker.name);
  std::vector<std::string> all = episode_names(speakers, knows);
  for (const Correction& place : corrections.places)
    for (std::string& word : learned_from(place, knows))
      if (std::ranges::find(all, word) == all.end()) all.push_back(std::move(word));
  return all;
}

}  // namespace podpromo
