#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "episode/transcript.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// A piece of a transcript that is aligned at once. Its times are wanted for [first, last); the words of [from, to) are
// aligned, so that what the sound has at its edges has something to be, when the given times are some seconds off.
struct AlignWindow {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t from = 0;
  std::size_t to = 0;
  SpeechChunk sound;  // inside the episode, at most kLongestChunk long
};

// How long windows are, seconds.
struct WindowLengths {
  double core = 16;    // of the words whose times are wanted, at most
  double context = 4;  // of words on both sides
  double air = 0.75;   // of sound around those
};

// Windows over all `words`, which are in order with their times, cut where the longest pauses seem to be.
// `duration_s` is the episode's.
std::vector<AlignWindow> align_windows(std::span<const Word> words, double duration_s,
                                       const WindowLengths& lengths = {});

}  // namespace podpromo
