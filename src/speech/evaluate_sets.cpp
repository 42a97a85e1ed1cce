#include "speech/evaluate_sets.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "speech/evaluate_speakers.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::array<std::string_view, 3> kTimedRecordings = {"acoustic_corpus", "cold_corpus", "cold_corpus3"};

void append_number(std::string& bytes, std::size_t value, int length) {
  for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

// The 44 bytes in front of `data_bytes` of samples.
std::string wav_header(std::size_t data_bytes) {
  constexpr std::size_t kBytesPerSample = 2;
  std::string header = "RIFF";
  append_number(header, 36 + data_bytes, 4);
  header += "WAVEfmt ";
  append_number(header, 16, 4);
  append_number(header, 1, 2);  // PCM
  append_number(header, 1, 2);  // mono
  append_number(header, kSamplesPerSecond, 4);
  append_number(header, kSamplesPerSecond * kBytesPerSample, 4);
  append_number(header, kBytesPerSample, 2);
  append_number(header, 8 * kBytesPerSample, 2);
  header += "data";
  append_number(header, data_bytes, 4);
  return header;
}

Done copy_samples(const Wav& wav, Draft& out) {
  for (std::size_t at = 0; at < wav.samples(); at += kPiece) {
    PODPROMO_TRY(samples, wav.read(at, kPiece));
    std::string bytes;
    bytes.reserve(2 * samples.size());
    for (float sample : samples)
      append_number(bytes, static_cast<std::uint16_t>(static_cast<int>(sample * 32768.0F)), 2);
    PODPROMO_TRY(out.write(bytes));
  }
  return {};
}

Result<SpeechExam> joined_exam(const fs::path& folder, const DecodeSound& decode, const fs::path& scratch) {
  PODPROMO_TRY(table, read_whole(folder / "ref.tsv"));
  PODPROMO_TRY(utterances, read_reference_table(table));
  SpeechExam exam;
  exam.name = "librispeech-other/dev";
  exam.wav = scratch / "librispeech.wav";
  std::vector<fs::path> parts;
  for (const ReferenceUtterance& utterance : utterances) {
    parts.push_back(scratch / (utterance.id + ".wav"));
    PODPROMO_TRY(decode(folder / "utt" / (utterance.id + ".flac"), parts.back()));
    exam.reference += utterance.text + "\n";
  }
  PODPROMO_TRY(join_wavs(parts, exam.wav));
  return exam;
}

Result<SpeechExam> timed_exam(const fs::path& folder, const std::string& name, const DecodeSound& decode,
                              const fs::path& scratch) {
  PODPROMO_TRY(grid, read_whole(folder / "textgrid" / (name + ".TextGrid")));
  SpeechExam exam;
  exam.name = "speech-mfa/" + name;
  exam.wav = scratch / (name + ".wav");
  PODPROMO_TRY(words, read_textgrid(grid));
  exam.timed_words = std::move(words);
  for (const Word& word : exam.timed_words) exam.reference += word.text + " ";
  PODPROMO_TRY(decode(folder / "wav" / (name + ".flac"), exam.wav));
  return exam;
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

}  // namespace

Result<std::vector<SpeechExam>> prepare_exams(const fs::path& data, const DecodeSound& decode,
                                              const fs::path& scratch) {
  PODPROMO_TRY(make_folder(scratch));
  std::vector<SpeechExam> exams;
  const fs::path librispeech = data / "librispeech-other" / "dev", timed = data / "speech-mfa";
  if (is_there(librispeech / "ref.tsv")) {
    PODPROMO_TRY(exam, joined_exam(librispeech, decode, scratch));
    exams.push_back(std::move(exam));
  }
  for (std::string_view name : kTimedRecordings) {
    if (!is_there(timed / "textgrid" / (std::string(name) + ".TextGrid"))) continue;
    PODPROMO_TRY(exam, timed_exam(timed, std::string(name), decode, scratch));
    exams.push_back(std::move(exam));
  }
  PODPROMO_TRY(talks, prepare_speaker_exams(data, decode, scratch));
  exams.insert(exams.end(), std::make_move_iterator(talks.begin()), std::make_move_iterator(talks.end()));
  if (exams.empty())
    return failure(Fault::not_found, "the folder holds no speech to measure with",
                   "Give the folder that holds librispeech-other, speech-mfa or diarization.");
  return exams;
}

Done join_wavs(std::span<const fs::path> parts, const fs::path& joined, std::size_t silence) {
  std::vector<Wav> wavs;
  std::size_t samples = 0;
  for (const fs::path& part : parts) {
    PODPROMO_TRY(wav, Wav::open(part));
    samples += wav.samples() + silence;
    wavs.push_back(std::move(wav));
  }
  PODPROMO_TRY(draft, Draft::begin(joined));
  PODPROMO_TRY(draft.write(wav_header(2 * samples)));
  for (const Wav& wav : wavs) {
    PODPROMO_TRY(copy_samples(wav, draft));
    PODPROMO_TRY(draft.write(std::string(2 * silence, '\0')));
  }
  return draft.keep();
}

}  // namespace podpromo
