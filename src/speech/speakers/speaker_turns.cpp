#include "speech/speakers/speaker_turns.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

// Seconds that they share; when none, less than 0 by what lies between them.
double shared(const SpeakerTurn& turn, double start, double end) {
  return std::min(turn.end, end) - std::max(turn.start, start);
}

// Turns are in order and don't overlap, so those that could be meant stand together.
int speaker_at(std::span<const SpeakerTurn> turns, double start, double end) {
  const auto after = std::ranges::lower_bound(turns, end, {}, &SpeakerTurn::start);
  const SpeakerTurn* best = nullptr;
  for (auto turn = after; turn != turns.begin();) {
    --turn;
    if (best != nullptr && turn->end <= start && shared(*turn, start, end) <= shared(*best, start, end)) break;
    if (best == nullptr || shared(*turn, start, end) > shared(*best, start, end)) best = &*turn;
  }
  if (after != turns.end() && (best == nullptr || shared(*after, start, end) > shared(*best, start, end)))
    best = &*after;
  return best == nullptr ? -1 : best->speaker;
}

}  // namespace

std::size_t speakers_in(std::span<const SpeakerTurn> turns) {
  int most = -1;
  for (const SpeakerTurn& turn : turns) most = std::max(most, turn.speaker);
  return static_cast<std::size_t>(most + 1);
}

void name_speakers(std::vector<Word>& words, std::span<const SpeakerTurn> turns) {
  for (Word& word : words) word.speaker = speaker_at(turns, word.start, word.end);
}

std::vector<bool> changes_before(std::span<const VoiceSpan> voice, std::span<const SpeakerTurn> turns) {
  constexpr double kMoment = 0.3;
  std::vector<bool> changes(voice.size(), false);
  for (std::size_t i = 1; i < voice.size() && !turns.empty(); ++i)
    changes[i] = speaker_at(turns, voice[i - 1].end - kMoment, voice[i - 1].end) !=
                 speaker_at(turns, voice[i].start, voice[i].start + kMoment);
  return changes;
}

}  // namespace podpromo
