#pragma once

#include "episode/transcript.hpp"

#include <cstddef>
#include <vector>

namespace podpromo {

// The shortest silence that a cut can hide in, seconds.
inline constexpr double kShortestCutPause = 0.08;

// How a sentence opens for someone who has heard nothing before it.
enum class Opening {
  clean,
  leaning,  // "So …", "It …": a listener catches up
  joining,  // "And …", "But …": plainly the second half of something
  orphan,   // "And that's why …": meaningless without what came before
};

// What is counted in one sentence. Counts of English lists are 0 in other languages.
struct SentenceFacts {
  double present = 0;
  double comparative = 0;
  double absolute = 0;
  double insight = 0;
  double address = 0;
  double strong = 0;
  double claims = 0;  // strong words that aren't "you", absolutes, and phrases that announce a claim
  double emotion = 0;
  double numbers = 0;
  double names = 0;    // capitals inside the sentence
  double content = 0;  // different words that say what it is about
  double thesis = 0;   // "the biggest …", "turns out", "most people"
  double hooks = 0;    // "here's the thing", "what if"
  double list = 0;     // "first", "number two", "three reasons"
  double theme = 0;    // 0…1: how much of it is what the whole episode talks about
  double tokens = 0;
  bool conclusion = false;    // "that's why", "the lesson is"
  bool story = false;         // "I remember when"
  bool promotional = false;   // sells something or asks for something
  bool courtesy = false;      // greets, thanks for being here or says goodbye
  bool finished = true;       // ends on a full stop where the transcript has such
  bool asks = false;          // a question that wants an answer, not "Really?" nor "…, right?"
  bool begins_small = false;  // with a small letter, where the transcript has full stops: in the middle of something
  bool repeated_later = false;
  Opening opening = Opening::clean;
  double pause_before = 0;  // seconds to the neighbouring words; 1e9 at the edges
  double pause_after = 0;
};

// A transcript with all that the choice of moments counts in it. Refers to the transcript.
struct SpeechFacts {
  const Transcript* transcript = nullptr;
  std::vector<Sentence> sentences;
  std::vector<SentenceFacts> facts = {};  // one for each sentence
  bool english = false;
  bool pauses_known = false;  // false when the words' times are guesses or leave no pauses between sentences
};

SpeechFacts speech_facts(const Transcript& transcript, std::vector<Sentence> sentences);

}  // namespace podpromo
