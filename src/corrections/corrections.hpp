#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <optional>
#include <string>
#include <vector>

namespace podpromo {

// One place where somebody changed what was heard: over [start, end) seconds `words` are said, not `heard`. A word
// without a speaker (-1) has the one that was heard there.
struct Correction {
  double start = 0;
  double end = 0;
  std::vector<Word> heard;  // never empty
  std::vector<Word> words;  // empty when nothing is said there
  bool operator==(const Correction&) const = default;
};

struct SpeakerName {
  std::string heard;  // "Speaker 1"
  std::string name;   // "Anna"
  bool operator==(const SpeakerName&) const = default;
};

// People whom nobody told apart, by their names. In corrections the speaker of a word counts on from `first`: as many
// had been told apart when they were added.
struct AddedSpeakers {
  int first = 0;
  std::vector<std::string> names;
  bool operator==(const AddedSpeakers&) const = default;
};

// All that people changed in one transcript, in time order. What was heard stays as it is; this lies beside it.
struct Corrections {
  std::vector<Correction> places;
  std::vector<SpeakerName> names;
  AddedSpeakers added = {};  // each says at least one word of `places`
  bool operator==(const Corrections&) const = default;

  bool empty() const { return places.empty() && names.empty(); }
};

// The transcript as somebody wants it to read.
struct WantedWord {
  std::string text;
  std::optional<int> speaker = {};  // index into the speakers; absent: whoever was heard there
};
struct WantedTranscript {
  std::vector<WantedWord> words;
  std::vector<std::string> speakers;  // those who were heard, in the same order, then those who are added
};

// What turns `heard` into `wanted`. Words that stay keep their times, and so does a word that was put in the place of
// one; more or fewer words share the time of those they replace by their length, and words that were added take some of
// the pause behind. An added speaker who says nothing is left out. Fails with bad_request and what to do when a word or
// name can't be one, when a name was left out, when no word is left, or when so much differs that it is another
// transcript.
Result<Corrections> corrections_between(const Transcript& heard, const WantedTranscript& wanted);

// What was heard, with what people changed. Where the same words were heard at the same time they are replaced exactly;
// otherwise (other ears listened since) whatever was heard in that span of sound. Doing it twice changes nothing more.
Transcript corrected(const Transcript& heard, const Corrections& corrections);

// Replaces the file durably: when it returns, the corrections survive a power cut.
Done save_corrections(const fs::path& file, const Corrections& corrections);
// None when there is no such file. Fails with internal when it is damaged.
Result<Corrections> load_corrections(const fs::path& file);

}  // namespace podpromo
