#pragma once

#include "episode/clip.hpp"
#include "moments/speech_facts.hpp"

#include <cstddef>
#include <optional>
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

// Finds candidates in a transcript. What it is given by reference outlives it.
class CandidateFinder {
 public:
  // `excluded` has one entry for each sentence; `duration_s` of the episode, 0 when unknown.
  CandidateFinder(const SpeechFacts& speech, const std::vector<bool>& excluded, const CandidateRules& rules,
                  double duration_s)
      : speech_(speech), excluded_(excluded), rules_(rules), duration_s_(duration_s) {}

  // The longest run from the sentence `first` that closes well: of one speaker, but a short question at the end of
  // somebody's turn takes the other's answer with it. It never ends on a question. Absent when there is none.
  std::optional<Candidate> from(std::size_t first) const;

  // That of each sentence that can open a clip, in time order.
  std::vector<Candidate> all() const;

 private:
  const Sentence& sentence(std::size_t s) const { return speech_.sentences[s]; }
  const SentenceFacts& facts(std::size_t s) const { return speech_.facts[s]; }
  bool changes_speaker_after(std::size_t s) const { return sentence(s).speaker != sentence(s + 1).speaker; }
  double start_of(std::size_t s) const;
  double end_of(std::size_t s) const;
  bool can_open(std::size_t s) const;
  bool can_close(std::size_t s) const;
  std::size_t longest_run(std::size_t first) const;
  double closing_of(const Candidate& candidate, double longest) const;

  const SpeechFacts& speech_;
  const std::vector<bool>& excluded_;
  CandidateRules rules_;
  double duration_s_;
};

}  // namespace podpromo
