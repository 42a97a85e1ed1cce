#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"
#include "speech/listen.hpp"
#include "speech/speaker_errors.hpp"
#include "speech/speakers/speaker_turns.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// How many words of a reference were heard wrong (Levenshtein alignment, every error costs one).
struct WordErrors {
  std::size_t reference_words = 0;
  std::size_t substitutions = 0;
  std::size_t deletions = 0;
  std::size_t insertions = 0;
  bool operator==(const WordErrors&) const = default;

  // Errors per reference word in percent; 0 for an empty reference.
  double percent() const;
};

// A pair of equal words, by position in both lists.
struct MatchedWord {
  std::size_t reference = 0;
  std::size_t heard = 0;
};

// Counts the errors and, when asked, names the words that agree. Time and memory are |reference| · |heard|.
WordErrors word_errors(std::span<const std::string> reference, std::span<const std::string> heard,
                       std::vector<MatchedWord>* matches = nullptr);

// Distances in milliseconds between where matched words begin or end and where they should.
struct TimeErrors {
  std::size_t words = 0;
  double median_ms = 0;
  double p90_ms = 0;
  double bias_ms = 0;  // median of the signed distance; positive is late
};
struct WordTimeErrors {
  TimeErrors start;
  TimeErrors end;
};
// Compares the words that both have after lower-casing and without punctuation; fails to match what was misheard.
WordTimeErrors word_time_errors(std::span<const Word> reference, std::span<const Word> heard);

// Words with times from a Praat TextGrid: the interval tier "words", or the first interval tier. Long and short
// format, UTF-8 or UTF-16. Fails with bad_request when there is none.
Result<std::vector<Word>> read_textgrid(std::string_view text);

// Sound to be heard with what is said in it. `wav` is 16 kHz mono 16-bit PCM.
struct SpeechExam {
  std::string name;
  fs::path wav;
  std::string reference;           // the text; may be empty when only times are compared
  std::vector<Word> timed_words;   // words with true times; may be empty
  std::vector<SpeakerTurn> turns;  // who speaks when; may be empty
};

struct SpeechScore {
  std::string name;
  double sound_s = 0;
  double wall_s = 0;
  double cpu_s = 0;  // of this process, all threads
  double peak_memory_mb = 0;
  std::optional<WordErrors> errors;
  std::optional<WordTimeErrors> times;
  std::optional<SpeakerErrors> speakers;
};

// Listens to the sound from scratch (the journal goes to `scratch` and is deleted) and compares.
Result<SpeechScore> score_speech(const SpeechExam& exam, const TranscriberFactory& engine, const ListenOptions& options,
                                 const fs::path& scratch);

// What a folder of references says should be joined: an id, its length and its text a line ("id TAB seconds TAB text").
struct ReferenceUtterance {
  std::string id;
  double seconds = 0;
  std::string text;
};
// Fails with bad_request and the line.
Result<std::vector<ReferenceUtterance>> read_reference_table(std::string_view tsv);

// Scores as a table for a terminal, and as one JSON object with a list "exams".
std::string score_table(std::span<const SpeechScore> scores);
std::string score_json(std::span<const SpeechScore> scores);

}  // namespace podpromo
