#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"
#include "speech/subtitles.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// How a given transcript is brought to its sound.
struct FitOptions {
  std::string language;  // "" = as the transcript says, else as its words look
  int workers = 0;       // 0 = one per core
  fs::path voice_model;  // Silero weights in ggml form; empty when there are none
  fs::path journal;      // where listening keeps its finished chunks, should it be needed
  std::string key;       // of the journal
  // What tells voices apart in a transcript that names no speakers; empty = nobody is told apart.
  fs::path speaker_model = {};
  int speakers = 0;  // how many people speak; 0 = find out
};

// Told what is done and how far it is, 0…1; never falls.
using ToldFit = std::function<void(double fraction, const std::string& note)>;

// The transcript with its words where they are said in the 16 kHz `wav`.
//  * English with times is aligned by its acoustics alone: captions may be up to kLargestShift off as a whole and some
//    seconds off each; words that are not said where they should be keep times estimated from their neighbours.
//  * Without times, in another language, or when too little of it was found, the episode is heard by `engine` and the
//    words are matched with what it heard. In other languages than English `engine` then reads those along that it
//    heard as something else, and so finds where they are, if it can.
// Where it names no speakers, its words are given to the voices that say them, "Speaker 1" for whoever is heard first.
// `estimated_times` is true afterwards when more than a tenth of the words were not found in the sound. Word times that
// are right already stay as they are. Where nothing can be compared (nobody speaks, no voice model, neither aligner nor
// engine, a language without spaces between words) a transcript with times comes back as it was.
// Fails with bad_request when the words are not what is said there, with missing_model when a transcript without times
// has no engine or voice model, with cancelled, or as reading and listening do.
Result<Transcript> fit_to_sound(GivenTranscript given, const fs::path& wav, const TranscriberFactory& engine,
                                const FitOptions& options, const ToldFit& told = {}, std::stop_token stop = {});

}  // namespace podpromo
