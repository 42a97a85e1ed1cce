#include "titles/title.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "moments/english_cues.hpp"
#include "moments/sentences.hpp"
#include "moments/speech_facts.hpp"
#include "moments/tokens.hpp"
#include "moments/word_lists.hpp"
#include "titles/wording.hpp"

namespace podpromo {

namespace {

struct Idea {
  std::string text;
  double worth = 0;
  std::set<std::string> tokens;
};

Transcript words_of(const Clip& clip, const Transcript& transcript) {
  Transcript part;
  part.language = transcript.language.empty() && is_english(transcript) ? "en" : transcript.language;
  part.estimated_times = transcript.estimated_times;
  const std::size_t last = std::min(clip.last_word, transcript.words.size());
  for (std::size_t i = clip.first_word; i < last; ++i) part.words.push_back(transcript.words[i]);
  return part;
}

// 1 for titles that fill a line or two, falling off to both sides.
double length_fit(std::size_t characters) {
  const double distance = (static_cast<double>(characters) - 48) / 28;
  return std::exp(-distance * distance);
}

double opening_worth(Opening opening) {
  switch (opening) {
    case Opening::clean: return 0;
    case Opening::leaning: return -0.3;
    case Opening::joining: return -0.3;
    case Opening::orphan: return -0.6;
  }
  return 0;
}

double cut_worth(Wording::Cut cut) {
  switch (cut) {
    case Wording::Cut::nothing: return 0;
    case Wording::Cut::clauses: return -0.3;
    case Wording::Cut::words: return -0.5;
  }
  return 0;
}

// How much of a title hangs on words that mean nothing without what was said before: "How do you go about it?",
// "Everybody feels better about that".
double empty_words(const std::string& title) {
  std::size_t references = 0, content = 0;
  bool ends_on_reference = false;
  std::istringstream words(title);
  for (std::string word; words >> word;) {
    const unsigned kinds = kinds_of(token_of(word));
    ends_on_reference = (kinds & word_kind::kReference) != 0;
    references += ends_on_reference ? 1 : 0;
    content += (kinds & (word_kind::kReference | word_kind::kStop)) == 0 ? 1 : 0;
  }
  return (references > 0 && content <= 2 ? 0.45 : 0.0) + (ends_on_reference ? 0.4 : 0.0);
}

// What makes a good sentence a bad title: it points at something unsaid, reports what somebody said, or is only the
// first half of a thought.
double flaws_of(const Wording& wording, std::span<const std::string> tokens) {
  static const Phrases kReports({"i/he/she/they was/were like", "i'm/he's/she's like", "i/he/she/they/you said"});
  static const Phrases kHalves(
      {"one of the", "if/when/with/instead/together/in/to/for/through/from/although/while/since/as/by/at"});
  double flaws = 0;
  const auto opening = tokens.first(std::min<std::size_t>(3, tokens.size()));
  const bool points =
      std::ranges::any_of(opening, [](const auto& t) { return (kinds_of(t) & word_kind::kReference) != 0; });
  if (points && tokens.size() < 9) flaws += 0.3;
  flaws += empty_words(wording.text);
  if (kReports.length_at_start(tokens) > 0) flaws += 0.3;
  if (wording.cut != Wording::Cut::nothing && kHalves.length_at_start(tokens) > 0) flaws += 0.4;
  if (wording.text.find(". ") != std::string::npos) flaws += 0.3;
  return flaws;
}

double worth_of(const SentenceFacts& facts, const Wording& wording, std::span<const std::string> tokens) {
  // The question may be in what was cut off.
  const bool asks = facts.asks && wording.text.ends_with('?');
  double worth = 0.5 * length_fit(character_count(wording.text)) + cut_worth(wording.cut);
  worth += 0.15 * std::min(facts.claims, 4.0) + (asks ? 0.45 : 0.0) + (facts.numbers > 0 ? 0.15 : 0.0);
  worth += facts.conclusion ? 0.1 : 0.0;
  worth += 0.03 * std::min(facts.content, 5.0);
  if (facts.promotional) worth -= 1;
  if (!facts.finished) worth -= 0.3;
  if (tokens.size() < 3) worth -= 0.8;
  return worth + opening_worth(opening_of(tokens)) - flaws_of(wording, tokens);
}

std::vector<Idea> ideas_in(const Transcript& part) {
  const SpeechFacts speech = speech_facts(part, sentences_of(part));
  std::vector<Idea> ideas;
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    std::vector<std::string> words;
    for (std::size_t i = speech.sentences[s].first; i < speech.sentences[s].last; ++i)
      words.push_back(part.words[i].text);
    words = written(std::move(words), speech.english);
    const Wording wording = worded(words, speech.english);
    if (wording.text.empty()) continue;
    std::vector<std::string> tokens;
    for (const auto& word : words)
      if (auto token = token_of(word); !token.empty()) tokens.push_back(std::move(token));
    const double order = 0.005 * static_cast<double>(s);
    ideas.push_back({wording.text, worth_of(speech.facts[s], wording, tokens) - order, {tokens.begin(), tokens.end()}});
  }
  return ideas;
}

bool says_the_same(const Idea& a, const Idea& b) {
  const auto common = std::ranges::count_if(a.tokens, [&](const auto& token) { return b.tokens.contains(token); });
  const auto all = a.tokens.size() + b.tokens.size() - static_cast<std::size_t>(common);
  return a.text == b.text || 10 * static_cast<std::size_t>(common) >= 7 * std::max<std::size_t>(all, 1);
}

}  // namespace

std::vector<std::string> titles_for(const Clip& clip, const Transcript& transcript, std::size_t count) {
  const Transcript part = words_of(clip, transcript);
  std::vector<Idea> ideas = ideas_in(part);
  std::ranges::stable_sort(ideas, std::greater(), &Idea::worth);
  std::vector<Idea> chosen;
  for (auto& idea : ideas) {
    if (chosen.size() >= count) break;
    if (std::ranges::none_of(chosen, [&](const Idea& other) { return says_the_same(idea, other); }))
      chosen.push_back(std::move(idea));
  }
  std::vector<std::string> titles;
  for (auto& idea : chosen) titles.push_back(std::move(idea.text));
  if (titles.empty() && count > 0 && !part.words.empty())
    titles.push_back(first_characters(text_of(part, 0, part.words.size())));
  return titles;
}

}  // namespace podpromo
