#include "moments/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace podpromo {

namespace {

constexpr double kLead = 0.15, kTail = 0.35;          // seconds kept of the silence around a clip …
constexpr double kLeadShare = 0.6, kTailShare = 0.8;  // … but only this much of it: word times are not exact
constexpr double kLongestSilence = 3;                 // inside a clip
constexpr double kLongestQuestion = 15;               // of another speaker's, to be kept with the answer
constexpr double kEndingsFrom = 0.75;                 // endings later than this share of the longest run are compared

double to_ms(double seconds) { return std::round(seconds * 1000) / 1000; }

}  // namespace

std::optional<Candidate> CandidateFinder::from(std::size_t first) const {
  if (excluded_[first] || !can_open(first)) return std::nullopt;
  const std::size_t end = longest_run(first);
  const double longest = end > first ? end_of(end - 1) - start_of(first) : 0;
  std::optional<Candidate> best;
  double best_closing = -1e9;
  for (std::size_t last = end; last > first; --last) {
    const Candidate candidate{first, last, start_of(first), end_of(last - 1)};
    const bool is_late = candidate.duration() >= kEndingsFrom * longest;
    if (candidate.duration() < rules_.shortest_s || (!is_late && best)) break;
    if (!can_close(last - 1)) continue;
    if (const double closing = closing_of(candidate, longest); closing > best_closing) {
      best = candidate;
      best_closing = closing;
    }
  }
  return best;
}

double CandidateFinder::start_of(std::size_t s) const {
  const double gap = std::max(0.0, facts(s).pause_before);
  return to_ms(std::max(0.0, sentence(s).start - std::min(kLead, kLeadShare * gap)));
}

double CandidateFinder::end_of(std::size_t s) const {
  const double gap = std::max(0.0, facts(s).pause_after);
  const double end = sentence(s).end + std::min(kTail, kTailShare * gap);
  const bool is_final = s + 1 == speech_.sentences.size();
  if (is_final && duration_s_ <= 0) return to_ms(sentence(s).end);
  return to_ms(duration_s_ > 0 ? std::min(end, std::max(duration_s_, sentence(s).start)) : end);
}

bool CandidateFinder::can_open(std::size_t s) const {
  if (rules_.loose_borders || s == 0) return true;
  if (speech_.pauses_known && facts(s).pause_before < kShortestCutPause) return false;
  if (facts(s).opening == Opening::orphan || facts(s).begins_small) return false;
  return facts(s - 1).finished || changes_speaker_after(s - 1) || facts(s).pause_before >= kLongestSilence;
}

bool CandidateFinder::can_close(std::size_t s) const {
  if (rules_.loose_borders) return true;
  if (speech_.pauses_known && facts(s).pause_after < kShortestCutPause) return false;
  return facts(s).finished && !facts(s).asks;
}

// One past the last sentence that a run from `first` may hold.
std::size_t CandidateFinder::longest_run(std::size_t first) const {
  const double start = start_of(first);
  bool answer_follows = false;
  std::size_t s = first;
  for (; s < speech_.sentences.size() && !excluded_[s] && end_of(s) - start <= rules_.longest_s; ++s) {
    if (s == first || rules_.any_speaker) continue;
    if (facts(s).pause_before > kLongestSilence) break;
    if (!changes_speaker_after(s - 1)) continue;
    if (answer_follows || !facts(s - 1).asks || sentence(s - 1).end - start > kLongestQuestion) break;
    answer_follows = true;
  }
  return s;
}

// How well the listener is let go: a conclusion, a rest, no half-said thought behind it, and not much cut away.
double CandidateFinder::closing_of(const Candidate& candidate, double longest) const {
  const std::size_t s = candidate.last - 1;
  double closing = 0.5 * candidate.duration() / longest;
  if (facts(s).conclusion) closing += 0.3;
  if (facts(s).tokens < 4) closing -= 0.3;
  if (s + 1 == speech_.sentences.size() || changes_speaker_after(s)) return closing + 0.3;
  if (facts(s).pause_after >= 0.5) closing += 0.2;
  if (facts(s + 1).opening == Opening::orphan) closing -= 0.3;
  return closing;
}

std::vector<Candidate> CandidateFinder::all() const {
  std::vector<Candidate> candidates;
  for (std::size_t s = 0; s < speech_.sentences.size(); ++s)
    if (const auto candidate = from(s)) candidates.push_back(*candidate);
  return candidates;
}

}  // namespace podpromo
