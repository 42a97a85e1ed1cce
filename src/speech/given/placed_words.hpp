#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/align/aligner.hpp"
#include "speech/given/align_crew.hpp"
#include "speech/given/match_words.hpp"
#include "speech/given/windows.hpp"
#include "speech/speakers/speaker_turns.hpp"
#include "speech/voice.hpp"
#include "speech/wav.hpp"

namespace podpromo {

// The words of a transcript on their way to their places in the sound.
struct PlacedWords {
  std::vector<Word> words;
  std::vector<char> found;  // 1 where the sound says so, 0 where the time is estimated
  std::vector<Filler> fillers;

  // 0…1 of all words; 1 when there are none.
  double found_share() const;
};

// The parts of `voice` inside [start, end), cut to it.
std::vector<VoiceSpan> voice_within(std::span<const VoiceSpan> voice, double start, double end);

// The sound that is searched, what was found in it before, and how to stop.
struct Searched {
  const Wav& wav;
  std::span<const VoiceSpan> voice;
  std::span<const SpeakerTurn> turns;  // empty when the transcript says who speaks, or nobody asks
  std::stop_token stop;
};

// The furthest that captions may be off as a whole, seconds, for found_shift() to notice.
inline constexpr double kLargestShift = 24;

// How much later everything is said than `words` claim: looks for some passages of them around where they should be,
// nearest first. Nothing when they are not there, as in another episode. Fails with cancelled, or as reading does.
Result<std::optional<double>> found_shift(AlignCrew& crew, const Searched& sound, std::span<const Word> words);

// Aligns `placed` to the sound, window by window, from times that are right to about three seconds. Words that fit
// their sound get times from there and count as found; the others keep what they had.
Done align_words(AlignCrew& crew, const Searched& sound, PlacedWords& placed, const std::function<void(double)>& told);

// Gives the words of `matches` the times of what was heard; they count as found.
void take_heard_times(PlacedWords& placed, std::span<const Word> heard, std::span<const MatchedWord> matches);

// Spreads the words that were not found over the voice between their neighbours that were, no further than their own
// times where those still fit (`trust_times`), and leaves all words in order without overlap inside `duration_s`.
void settle_placed(PlacedWords& placed, std::span<const VoiceSpan> voice, double duration_s, bool trust_times);

}  // namespace podpromo
