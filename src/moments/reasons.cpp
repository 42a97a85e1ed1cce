#include "moments/reasons.hpp"

#include <algorithm>
#include <span>

#include "moments/tokens.hpp"
#include "moments/word_lists.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostReasons = 3;
constexpr double kLoud = 0.8;    // about 1.3 dB above the voices around
constexpr double kTheme = 0.85;  // more about the subjects of its episode than most passages
constexpr double kDense = 0.85;

struct Reason {
  double strength;
  std::string words;
};

struct Totals {
  double address = 0, numbers = 0, absolute = 0, comparative = 0, emotion = 0, list = 0;
  bool story = false;
};

Totals totals_of(std::span<const SentenceFacts> facts) {
  Totals totals;
  for (const auto& sentence : facts) {
    totals.address += sentence.address;
    totals.numbers += sentence.numbers;
    totals.absolute += sentence.absolute;
    totals.comparative += sentence.comparative;
    totals.emotion += sentence.emotion;
    totals.list += sentence.list;
    totals.story = totals.story || sentence.story;
  }
  return totals;
}

// The strong words that say something by themselves, each once, as said: "never, mistake, truth".
std::string strong_words(const Transcript& transcript, std::size_t first, std::size_t last) {
  std::vector<std::string> found;
  for (std::size_t i = first; i < last && found.size() < kMostReasons; ++i) {
    const auto token = token_of(transcript.words[i].text);
    if ((kinds_of(token) & word_kind::kStrong) == 0 ||
        (kinds_of(token) & (word_kind::kStop | word_kind::kAddress)) != 0)
      continue;
    if (token != "people" && token != "actually" && std::ranges::find(found, token) == found.end())
      found.push_back(token);
  }
  std::string list;
  for (const auto& word : found) list += (list.empty() ? "" : ", ") + word;
  return found.size() < 2 ? std::string() : list;
}

void add_opening(std::vector<Reason>& reasons, const SentenceFacts& opening, bool question) {
  if (question) return reasons.push_back({0.55, "Opens with a question"});
  if (opening.claims >= 2)
    return reasons.push_back({0.55 + 0.04 * std::min(opening.claims, 5.0), "Opens with a strong claim"});
  if (opening.story) reasons.push_back({0.6, "Opens with a story"});
}

void add_ending(std::vector<Reason>& reasons, std::span<const SentenceFacts> facts) {
  const auto closing = facts.last(std::min<std::size_t>(2, facts.size()));
  if (std::ranges::any_of(closing, &SentenceFacts::conclusion)) reasons.push_back({0.7, "Ends on a conclusion"});
}

void add_contents(std::vector<Reason>& reasons, std::span<const SentenceFacts> facts) {
  const Totals totals = totals_of(facts);
  const auto add_if = [&](double count, double least, double strength, const char* words) {
    if (count >= least) reasons.push_back({strength + 0.02 * std::min(count - least, 10.0), words});
  };
  add_if(totals.address, 5, 0.45, "Speaks to the listener");
  add_if(totals.numbers, 2, 0.5, "Concrete numbers");
  add_if(totals.list, 2, 0.55, "Goes point by point");
  add_if(totals.emotion, 2, 0.5, "Strong feelings");
  add_if(totals.comparative, 3, 0.45, "Weighs one thing against another");
  add_if(totals.absolute, 4, 0.4, "Takes a firm stand");
  if (totals.story) reasons.push_back({0.45, "Tells a story"});
}

}  // namespace

std::vector<std::string> reasons_for(const SpeechFacts& speech, const Candidate& clip, const Features& features) {
  const auto facts = std::span(speech.facts).subspan(clip.first, clip.last - clip.first);
  std::vector<Reason> reasons;
  if (keeps_answer(speech, clip))
    reasons.push_back({0.75, "Question kept with its answer"});
  else
    add_opening(reasons, facts.front(), facts.front().asks);
  add_ending(reasons, facts);
  add_contents(reasons, facts);
  if (features[Feature::arousal].value_or(0) >= kLoud)
    reasons.push_back({*features[Feature::arousal] - 0.15, "Energy rises here"});
  if (features[Feature::themes].value_or(0) >= kTheme)
    reasons.push_back({0.45 * *features[Feature::themes], "On what the episode keeps coming back to"});
  if (features[Feature::density].value_or(0) >= kDense) reasons.push_back({0.4, "Says a lot in little time"});
  if (const auto words =
          strong_words(*speech.transcript, speech.sentences[clip.first].first, speech.sentences[clip.last - 1].last);
      speech.english && !words.empty())
    reasons.push_back({0.3 + 0.35 * features[Feature::stakes].value_or(0), "Strong words: " + words});
  if (reasons.empty()) reasons.push_back({0, "Stands on its own, from one pause to another"});
  std::ranges::stable_sort(reasons, std::greater(), &Reason::strength);
  std::vector<std::string> words;
  for (const auto& reason : reasons)
    if (words.size() < kMostReasons) words.push_back(reason.words);
  return words;
}

}  // namespace podpromo
