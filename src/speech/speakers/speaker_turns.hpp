#pragma once

#include <span>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/voice.hpp"

namespace podpromo {

// A stretch in which one voice speaks; seconds in the episode.
struct SpeakerTurn {
  double start = 0;
  double end = 0;
  int speaker = 0;  // 0 for whoever is heard first
  bool operator==(const SpeakerTurn&) const = default;
};

// How many speakers the turns name.
std::size_t speakers_in(std::span<const SpeakerTurn> turns);

// Gives each word the speaker of the turn that it shares most time with, or that it is nearest to. Turns are known to
// about a second only, so what is said in one go, up to a full stop or a pause, is of whoever says most of it, unless
// another one surely speaks in it too. Without turns, words are nobody's.
void name_speakers(std::vector<Word>& words, std::span<const SpeakerTurn> turns);
// The same for all words of `transcript`, whose speakers are "Speaker 1" and so on afterwards.
void name_speakers(Transcript& transcript, std::span<const SpeakerTurn> turns);

// Whether somebody else speaks at the beginning of each voice span than at the end of the one before it. The first is
// false.
std::vector<bool> changes_before(std::span<const VoiceSpan> voice, std::span<const SpeakerTurn> turns);

}  // namespace podpromo
