#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// Takes out what a recogniser writes for sounds that are no words: [..], (..), *..* and note signs, also across
// words, and then every word in which nothing is left to say.
std::vector<Word> without_non_speech(std::vector<Word> words);

// True when the end of a text goes round in circles: its last n tokens (n ≤ 24) came 8 times in a row for n ≤ 2,
// 4 times for n ≤ 6, 3 times for longer ones. Nobody speaks like that, but decoders do when they lose the thread.
bool ends_in_circles(std::span<const int> tokens);

// True when that is so at any place of the text.
bool runs_in_circles(std::span<const int> tokens);

// Cuts the repetitions that runs_in_circles() finds anywhere down to one: what a loop that can't be cured leaves.
std::vector<Word> without_circles(std::vector<Word> words);

}  // namespace podpromo
