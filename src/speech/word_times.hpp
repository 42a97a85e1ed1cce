#pragma once

#include <span>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/transcriber.hpp"
#include "speech/voice.hpp"

namespace podpromo {

// The shortest time a word is given, seconds: one frame of 25 frames a second is 0.04.
inline constexpr double kShortestWord = 0.02;

// Gives words times in proportion to their letters, over the time in which somebody speaks (`voice`, inside `chunk`).
// For text whose times nobody knows.
void spread_over_voice(std::vector<Word>& words, std::span<const VoiceSpan> voice, const SpeechChunk& chunk);

// Times by cross attention know where a word ends and only guess where it begins: a word that reaches over a pause
// begins after it, and one that ends inside a pause ends where the voice does.
void begin_after_pauses(std::vector<Word>& words, std::span<const VoiceSpan> voice);

// Keeps a word that reaches over a whole pause on the side where more of it lies.
void split_from_pauses(std::vector<Word>& words, std::span<const VoiceSpan> voice);

// Makes times that hold: inside `chunk`, in order, none overlapping the next, each at least kShortestWord long where
// there is room, on whole milliseconds.
void settle_times(std::vector<Word>& words, const SpeechChunk& chunk);

// Stretches of voice (less its padding) of at least `shortest` seconds without a word, neighbours less than
// kLongestPauseInChunk apart joined: what a decoder jumped over.
std::vector<SpeechChunk> unheard_stretches(std::span<const Word> words, std::span<const VoiceSpan> voice,
                                           double shortest = 1.0);

}  // namespace podpromo
