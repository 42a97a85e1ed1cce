#pragma once

#include "episode/clip.hpp"
#include "moments/speech_facts.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace podpromo {

// What a span must be to be judged. The ladder in find_moments relaxes it a step at a time.
struct CandidateRules {
  double shortest_s = 15;
  double longest_s = 60;
  bool loose_borders = false;  // any sentence end will do: no pause, unfinished, before an orphan opener
  bool any_speaker = false;    // a span may cross a change of speaker, and silence
};

// A run of whole sentences worth judging. `start` and `end` lie in the pauses around it, to the millisecond.
struct Candidate {
  std::size_t first = 0;  // sentences [first, last)
  std::size_t last = 0;
  double start = 0;
  double end = 0;
  bool operator==(const Candidate&) const = default;

  double duration() const { return end - start; }
};

// For each sentence that can open a clip, the longest run of one speaker that closes well, in time order.
// A short question at the end of somebody's turn takes the other's answer with it; a run never ends on a question.
// `excluded` has one entry for each sentence; `duration_s` of the episode, 0 when unknown.
std::vector<Candidate> candidates_in(const SpeechFacts& speech, const std::vector<bool>& excluded,
                                     const CandidateRules& rules, double duration_s);

// The same for one opening sentence; a candidate with first == last when there is none.
Candidate candidate_from(std::size_t first, const SpeechFacts& speech, const std::vector<bool>& excluded,
                         const CandidateRules& rules, double duration_s);

}  // namespace podpromo
