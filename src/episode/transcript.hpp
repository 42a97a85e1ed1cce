#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace podpromo {

// One spoken word with its punctuation. Times are seconds from the beginning of the episode, [start, end).
struct Word {
  std::string text;  // without spaces around it
  double start = 0;
  double end = 0;
  double probability = 1;  // 0…1
  int speaker = -1;        // index into Transcript::speakers; -1 when unknown
  bool estimated = false;  // the times were guessed from a caption or from the words around
  bool operator==(const Word&) const = default;
};

// A hesitation that is no word of the transcript ("um"), seconds. A hint: two of five are none.
struct Filler {
  double start = 0;
  double end = 0;
  bool operator==(const Filler&) const = default;
};

// Words in time order; none overlaps the next.
struct Transcript {
  std::string language;          // ISO 639-1, e.g. "en"
  std::string source;            // what heard it: "whisper base", or "episode.srt"
  bool estimated_times = false;  // true when more than a tenth of the word times were guessed
  std::vector<std::string> speakers;
  std::vector<Word> words;
  bool restored_punctuation = false;  // full stops, question marks and capitals were put in by us
  std::vector<Filler> fillers = {};   // in time order, between words
  bool operator==(const Transcript&) const = default;
};

// A run of words that belong together, [first, last) as indices into Transcript::words.
struct Sentence {
  std::size_t first = 0;
  std::size_t last = 0;
  double start = 0;
  double end = 0;
  int speaker = -1;
  bool question = false;
  bool operator==(const Sentence&) const = default;
};

// The words [first, last) with single spaces between them.
std::string text_of(const Transcript& transcript, std::size_t first, std::size_t last);

}  // namespace podpromo
