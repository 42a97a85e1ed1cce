#pragma once

#include "moments/candidates.hpp"
#include "moments/loudness.hpp"
#include "moments/speech_facts.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace podpromo {

// What is judged in a candidate. More is better, for every one.
enum class Feature {
  hook,          // the opening sentence grabs
  stakes,        // strong words
  address,       // speaks to "you"
  arousal,       // voices louder than around
  payoff,        // delivers a conclusion or an answer
  density,       // much said in its time: subjects, names, numbers
  question,      // a question answered, or a list
  emotion,       // words of feeling
  length,        // long enough to hold a thought
  thesis,        // "the biggest …", "most people …"
  absolutes,     // never, every, nobody
  comparatives,  // better, less, than
  insight,       // truth, lesson, mistake
  statements,    // how things are, in the present tense
  themes,        // what the episode keeps coming back to
  early,         // not in the farewells; only for episodes of ten minutes or more
  promo_free,    // sells nothing
  opening,       // needs nothing that was said before
};
inline constexpr std::size_t kFeatureCount = 18;

// "hook", "stakes" and so on.
std::string_view feature_name(Feature feature);

// 0…1 each; one that could not be computed is absent, which is not zero.
class Features {
 public:
  std::optional<double> operator[](Feature feature) const { return values_[static_cast<std::size_t>(feature)]; }
  void set(Feature feature, double value);
  void unset(Feature feature) { values_[static_cast<std::size_t>(feature)].reset(); }

 private:
  std::array<std::optional<double>, kFeatureCount> values_;
};

// The candidate opens with a question (or has one in its opening turn) and goes on to what answers it.
bool keeps_answer(const SpeechFacts& speech, const Candidate& candidate);

// Most features are the share of passages in a reference collection of interviews that have less of it, so they mean
// the same in every episode. In languages other than English those that need word lists are absent.
Features features_of(const SpeechFacts& speech, const Candidate& candidate, const VoiceLevel& voices);

}  // namespace podpromo
