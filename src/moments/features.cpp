#include "moments/features.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace podpromo {

namespace {

// How often passages of 15 to 60 s have it, measured; the first ten over 158 interviews.
struct Reference {
  double mean;
  double deviation;
  // The share of passages with less than `value`, were they spread normally.
  double share_below(double value) const { return 0.5 * std::erfc((mean - value) / deviation / std::sqrt(2.0)); }
};
constexpr Reference kStatements{2.9391, 0.9214}, kThemes{0.1377, 0.0522}, kComparatives{0.8316, 0.7708},
    kAbsolutes{1.0204, 0.7446}, kInsight{1.2487, 0.7704}, kThesis{0.8806, 0.7294}, kAddress{1.7804, 1.0392},
    kLength{44.1156, 14.7216}, kPromotion{0.0959, 0.3399}, kPlace{0.4893, 0.2830};
constexpr Reference kStakes{1.9, 0.9}, kDensity{7.4, 1.6}, kLift{0, 1.5};

// The place in an episode says something only where there are greetings and farewells to tell apart.
constexpr double kShortEpisode = 600;

// Evidence that adds up without passing 1.
class Evidence {
 public:
  void add(double weight) { missing_ *= 1 - weight; }
  void add_if(bool found, double weight) { missing_ *= found ? 1 - weight : 1; }
  double total() const { return 1 - missing_; }

 private:
  double missing_ = 1;
};

std::span<const SentenceFacts> facts_of(const SpeechFacts& speech, const Candidate& candidate) {
  return std::span(speech.facts).subspan(candidate.first, candidate.last - candidate.first);
}

double root_of_sum(std::span<const SentenceFacts> facts, double SentenceFacts::* count) {
  double sum = 0;
  for (const auto& sentence : facts) sum += sentence.*count;
  return std::sqrt(sum);
}

double opening_value(Opening opening) {
  switch (opening) {
    case Opening::clean: return 1;
    case Opening::leaning: return 0.6;
    case Opening::joining: return 0.3;
    case Opening::orphan: return 0;
  }
  return 0;
}

double hook_of(const SpeechFacts& speech, const Candidate& candidate) {
  const auto& first = speech.facts[candidate.first];
  Evidence evidence;
  evidence.add_if(first.hooks > 0, 0.4);
  evidence.add_if(first.thesis > 0, 0.25);
  evidence.add_if(first.asks, 0.3);
  evidence.add_if(first.absolute > 0, 0.2);
  evidence.add_if(first.strong > 0, 0.2);
  evidence.add_if(first.strong > 1, 0.2);
  evidence.add_if(first.numbers > 0, 0.2);
  evidence.add_if(first.address > 0, 0.15);
  evidence.add_if(first.story, 0.2);
  return evidence.total() * (0.4 + 0.6 * opening_value(first.opening));
}

double payoff_of(const SpeechFacts& speech, const Candidate& candidate) {
  const auto facts = facts_of(speech, candidate);
  Evidence evidence;
  for (std::size_t i = 0; i < facts.size(); ++i)
    evidence.add_if(facts[i].conclusion, i + 2 >= facts.size() ? 0.5 : 0.2);
  evidence.add_if(keeps_answer(speech, candidate), 0.3);
  return evidence.total();
}

double question_of(const SpeechFacts& speech, const Candidate& candidate) {
  const auto facts = facts_of(speech, candidate);
  Evidence evidence;
  evidence.add_if(keeps_answer(speech, candidate), 0.6);
  evidence.add_if(root_of_sum(facts, &SentenceFacts::list) >= std::sqrt(2.0), 0.4);
  for (std::size_t s = candidate.first + 1; s + 1 < candidate.last; ++s) evidence.add_if(speech.facts[s].asks, 0.15);
  return evidence.total();
}

double emotion_of(const SpeechFacts& speech, const Candidate& candidate) {
  double words = 0;
  for (const auto& sentence : facts_of(speech, candidate)) words += sentence.emotion;
  return 1 - std::exp(-words / 3);
}

double density_of(std::span<const SentenceFacts> facts) {
  double sum = 0;
  for (const auto& sentence : facts) sum += sentence.content + sentence.names + 2 * sentence.numbers;
  return std::sqrt(sum);
}

double theme_of(std::span<const SentenceFacts> facts) {
  double sum = 0;
  for (const auto& sentence : facts) sum += sentence.theme;
  return sum / static_cast<double>(facts.size());
}

void set_english(Features& features, const SpeechFacts& speech, const Candidate& candidate) {
  const auto facts = facts_of(speech, candidate);
  const auto share = [&](const Reference& reference, double SentenceFacts::* count) {
    return reference.share_below(root_of_sum(facts, count));
  };
  features.set(Feature::hook, hook_of(speech, candidate));
  features.set(Feature::stakes, share(kStakes, &SentenceFacts::strong));
  features.set(Feature::address, share(kAddress, &SentenceFacts::address));
  features.set(Feature::payoff, payoff_of(speech, candidate));
  features.set(Feature::density, kDensity.share_below(density_of(facts)));
  features.set(Feature::emotion, emotion_of(speech, candidate));
  features.set(Feature::thesis, share(kThesis, &SentenceFacts::thesis));
  features.set(Feature::absolutes, share(kAbsolutes, &SentenceFacts::absolute));
  features.set(Feature::comparatives, share(kComparatives, &SentenceFacts::comparative));
  features.set(Feature::insight, share(kInsight, &SentenceFacts::insight));
  features.set(Feature::statements, share(kStatements, &SentenceFacts::present));
  const auto promotional = std::ranges::count_if(facts, [](const auto& f) { return f.promotional; });
  features.set(Feature::promo_free, 1 - kPromotion.share_below(std::sqrt(static_cast<double>(promotional))));
  features.set(Feature::opening, opening_value(facts.front().opening));
}

}  // namespace

std::string_view feature_name(Feature feature) {
  switch (feature) {
    case Feature::hook: return "hook";
    case Feature::stakes: return "stakes";
    case Feature::address: return "address";
    case Feature::arousal: return "arousal";
    case Feature::payoff: return "payoff";
    case Feature::density: return "density";
    case Feature::question: return "question";
    case Feature::emotion: return "emotion";
    case Feature::length: return "length";
    case Feature::thesis: return "thesis";
    case Feature::absolutes: return "absolutes";
    case Feature::comparatives: return "comparatives";
    case Feature::insight: return "insight";
    case Feature::statements: return "statements";
    case Feature::themes: return "themes";
    case Feature::early: return "early";
    case Feature::promo_free: return "promo_free";
    case Feature::opening: return "opening";
  }
  return "";
}

void Features::set(Feature feature, double value) {
  if (std::isfinite(value)) values_[static_cast<std::size_t>(feature)] = std::clamp(value, 0.0, 1.0);
}

bool keeps_answer(const SpeechFacts& speech, const Candidate& candidate) {
  const auto& sentences = speech.sentences;
  bool only_questions = true;
  for (std::size_t s = candidate.first; s + 1 < candidate.last; ++s) {
    only_questions = only_questions && speech.facts[s].asks;
    const bool hands_over = sentences[s].speaker != sentences[s + 1].speaker;
    if (speech.facts[s].asks && !sentences[s + 1].question && (only_questions || hands_over)) return true;
    if (hands_over) return false;
  }
  return false;
}

Features features_of(const SpeechFacts& speech, const Candidate& candidate, const VoiceLevel& voices) {
  Features features;
  const auto facts = facts_of(speech, candidate);
  features.set(Feature::themes, kThemes.share_below(theme_of(facts)));
  features.set(Feature::length, kLength.share_below(candidate.duration()));
  features.set(Feature::question, question_of(speech, candidate));
  const double begin = speech.sentences.front().start, end = speech.sentences.back().end;
  if (end - begin >= kShortEpisode)
    features.set(Feature::early, 1 - kPlace.share_below((candidate.start - begin) / (end - begin)));
  if (const auto lift = voices.lift_db(candidate.start, candidate.end))
    features.set(Feature::arousal, kLift.share_below(*lift));
  if (speech.english) set_english(features, speech, candidate);
  return features;
}

}  // namespace podpromo
