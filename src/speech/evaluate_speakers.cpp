#include "speech/evaluate_speakers.hpp"

#include <array>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include "speech/speaker_errors.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

// A recording with a file that says who speaks in it, and maybe one that says what.
struct Recording {
  std::string_view name;
  std::string_view sound;
  std::string_view turns;
  std::string_view text;
};
constexpr std::array kRecordings = {
    Recording{"conv_1688_2033", "librispeech-other/dev/conv/conv_1688_2033.opus",
              "librispeech-other/dev/conv/conv_1688_2033.rttm", "librispeech-other/dev/conv/conv_1688_2033.stm"},
    Recording{"conv_2609_3080", "librispeech-other/dev/conv/conv_2609_3080.opus",
              "librispeech-other/dev/conv/conv_2609_3080.rttm", "librispeech-other/dev/conv/conv_2609_3080.stm"},
    Recording{"dev00", "diarization/dev00.flac", "diarization/debug.development.rttm", ""},
    Recording{"dev01", "diarization/dev01.flac", "diarization/debug.development.rttm", ""},
    Recording{"sample", "diarization/sample.flac", "diarization/sample.rttm", ""},
};

// Readers who take turns, each with their utterances from `first` on.
struct Mix {
  std::string_view name;
  std::string_view readers;
  int first;
  int last;
};
constexpr std::array kMixes = {
    Mix{"mix 1a", "1688", 0, 10},
    Mix{"mix 1b", "2609", 0, 10},
    Mix{"mix 3a", "1688 2033 2609", 0, 5},
    Mix{"mix 3b", "2033 3080 367", 5, 10},
    Mix{"mix 4a", "1688 2033 2609 3080", 0, 4},
    Mix{"mix 4b", "2033 2609 3080 367", 5, 10},
    Mix{"mix 5a", "367 1688 3080 2033 2609", 0, 3},
    Mix{"mix 5b", "1688 2033 2609 3080 367", 0, 10},
};
constexpr std::size_t kPauseSamples = kSamplesPerSecond / 2;

// Sound and text of each reader's utterances, in order.
struct Utterance {
  fs::path wav;
  std::string text;
};
using Readers = std::map<std::string, std::vector<Utterance>, std::less<>>;

Result<Readers> readers_of(const fs::path& folder, const DecodeSound& decode, const fs::path& scratch) {
  PODPROMO_TRY(table, read_whole(folder / "ref.tsv"));
  PODPROMO_TRY(utterances, read_reference_table(table));
  Readers readers;
  for (const ReferenceUtterance& utterance : utterances) {
    const fs::path wav = scratch / (utterance.id + ".wav");
    if (!is_there(wav)) PODPROMO_TRY(decode(folder / "utt" / (utterance.id + ".flac"), wav));
    readers[utterance.id.substr(0, utterance.id.find('-'))].push_back({wav, utterance.text});
  }
  return readers;
}

Result<SpeechExam> mixed_exam(const Mix& mix, const Readers& readers, const fs::path& scratch) {
  SpeechExam exam;
  exam.name = mix.name;
  exam.wav = scratch / (exam.name + ".wav");
  std::vector<fs::path> parts;
  double at = 0;
  for (int round = mix.first; round < mix.last; ++round) {
    std::istringstream names{std::string(mix.readers)};
    std::string name;
    for (int speaker = 0; names >> name; ++speaker) {
      const auto reader = readers.find(name);
      if (reader == readers.end() || reader->second.size() <= static_cast<std::size_t>(round)) continue;
      const Utterance& utterance = reader->second[static_cast<std::size_t>(round)];
      PODPROMO_TRY(wav, Wav::open(utterance.wav));
      exam.turns.push_back({at, at + wav.duration_s(), speaker});
      exam.reference += utterance.text + "\n";
      parts.push_back(utterance.wav);
      at += wav.duration_s() + static_cast<double>(kPauseSamples) / kSamplesPerSecond;
    }
  }
  PODPROMO_TRY(join_wavs(parts, exam.wav, kPauseSamples));
  return exam;
}

// The words of a segment time marked file, whose lines are: recording, channel, speaker, start, end, words.
std::string words_of_stm(const std::string& text) {
  constexpr int kFieldsBefore = 5;
  std::string words, line, skipped, rest;
  std::istringstream lines(text);
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    for (int i = 0; i < kFieldsBefore; ++i) fields >> skipped;
    if (std::getline(fields, rest)) words += rest + "\n";
  }
  return words;
}

Result<SpeechExam> recorded_exam(const Recording& recording, const fs::path& data, const DecodeSound& decode,
                                 const fs::path& scratch) {
  SpeechExam exam;
  exam.name = recording.name;
  exam.wav = scratch / (exam.name + ".wav");
  PODPROMO_TRY(rttm, read_whole(data / recording.turns));
  PODPROMO_TRY(turns, read_rttm(rttm, recording.name));
  exam.turns = std::move(turns);
  if (!recording.text.empty()) {
    PODPROMO_TRY(stm, read_whole(data / recording.text));
    exam.reference = words_of_stm(stm);
  }
  PODPROMO_TRY(decode(data / recording.sound, exam.wav));
  return exam;
}

}  // namespace

Result<std::vector<SpeechExam>> prepare_speaker_exams(const fs::path& data, const DecodeSound& decode,
                                                      const fs::path& scratch) {
  PODPROMO_TRY(make_folder(scratch));
  std::vector<SpeechExam> exams;
  for (const Recording& recording : kRecordings) {
    if (!is_there(data / recording.turns) || !is_there(data / recording.sound)) continue;
    PODPROMO_TRY(exam, recorded_exam(recording, data, decode, scratch));
    exams.push_back(std::move(exam));
  }
  const fs::path librispeech = data / "librispeech-other" / "dev";
  if (!is_there(librispeech / "ref.tsv")) return exams;
  PODPROMO_TRY(readers, readers_of(librispeech, decode, scratch));
  for (const Mix& mix : kMixes) {
    PODPROMO_TRY(exam, mixed_exam(mix, readers, scratch));
    if (!exam.turns.empty()) exams.push_back(std::move(exam));
  }
  return exams;
}

}  // namespace podpromo
