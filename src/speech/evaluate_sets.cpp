#include "speech/evaluate_sets.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "speech/evaluate_speakers.hpp"
#include "speech/wav.hpp"
#include "speech/wav_form.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::array<std::string_view, 3> kTimedRecordings = {"acoustic_corpus", "cold_corpus", "cold_corpus3"};
constexpr std::array<std::string_view, 3> kSonnets = {"p001", "p002", "p003"};
constexpr std::array<std::string_view, 3> kSpontaneous = {"speech-mfa/acoustic_corpus", "speech-mfa/cold_corpus",
                                                          "speech-mfa/cold_corpus3"};
// Read, acted and spontaneous speech one after the other, as an episode has it.
constexpr std::array<std::string_view, 10> kLongMix = {
    "librispeech-other/dev",      "conv_1688_2033",         "conv_2609_3080",
    "speech-sonnets/p001",        "speech-sonnets/p002",    "speech-sonnets/p003",
    "speech-mfa/acoustic_corpus", "speech-mfa/cold_corpus", "speech-mfa/cold_corpus3",
    "librispeech-other/dev"};

Done copy_samples(const Wav& wav, Draft& out) {
  for (std::size_t at = 0; at < wav.samples(); at += kPiece) {
    PODPROMO_TRY(samples, wav.read(at, kPiece));
    std::string bytes;
    bytes.reserve(2 * samples.size());
    for (const float sample : samples) append_sample(bytes, wav_sample(sample));
    PODPROMO_TRY(out.write(bytes));
  }
  return {};
}

Result<SpeechExam> utterances_exam(const fs::path& folder, const DecodeSound& decode, const fs::path& scratch) {
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

// What stands between the tags of the body of an XHTML page.
std::string text_of_page(std::string_view page) {
  page.remove_prefix(std::min(page.find("<body"), page.size()));
  std::string text;
  for (bool inside = false; const char letter : page) {
    if (letter == '<') inside = true;
    if (!inside) text += letter;
    if (letter == '>') {
      inside = false;
      text += ' ';
    }
  }
  return text;
}

Result<SpeechExam> sonnet_exam(const fs::path& folder, const std::string& name, const DecodeSound& decode,
                               const fs::path& scratch) {
  PODPROMO_TRY(page, read_whole(folder / (name + ".xhtml")));
  SpeechExam exam;
  exam.name = "speech-sonnets/" + name;
  exam.wav = scratch / (name + ".wav");
  exam.reference = text_of_page(page);
  PODPROMO_TRY(decode(folder / (name + ".mp3"), exam.wav));
  return exam;
}

// One exam after another, when all of `names` are among `exams`.
Result<std::optional<SpeechExam>> joined_exam(std::string name, std::span<const std::string_view> names,
                                              std::span<const SpeechExam> exams, const fs::path& scratch) {
  SpeechExam whole;
  whole.wav = scratch / (name + ".wav");
  whole.name = std::move(name);
  std::vector<fs::path> parts;
  double at = 0;
  for (const std::string_view part_name : names) {
    const auto part = std::ranges::find(exams, part_name, &SpeechExam::name);
    if (part == exams.end()) return std::nullopt;
    PODPROMO_TRY(wav, Wav::open(part->wav));
    parts.push_back(part->wav);
    whole.reference += part->reference + "\n";
    for (Word word : part->timed_words) {
      word.start += at;
      word.end += at;
      whole.timed_words.push_back(std::move(word));
    }
    at += static_cast<double>(wav.samples()) / kSamplesPerSecond;
  }
  PODPROMO_TRY(join_wavs(parts, whole.wav));
  return whole;
}

}  // namespace

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Result<std::vector<SpeechExam>> prepare_exams(const fs::path& data, const DecodeSound& decode,
                                              const fs::path& scratch) {
  PODPROMO_TRY(make_folder(scratch));
  std::vector<SpeechExam> exams;
  const fs::path librispeech = data / "librispeech-other" / "dev", timed = data / "speech-mfa";
  if (is_there(librispeech / "ref.tsv")) {
    PODPROMO_TRY(exam, utterances_exam(librispeech, decode, scratch));
    exams.push_back(std::move(exam));
  }
  for (std::string_view name : kTimedRecordings) {
    if (!is_there(timed / "textgrid" / (std::string(name) + ".TextGrid"))) continue;
    PODPROMO_TRY(exam, timed_exam(timed, std::string(name), decode, scratch));
    exams.push_back(std::move(exam));
  }
  const fs::path sonnets = data / "speech-sonnets" / "container" / "job" / "assets";
  for (std::string_view name : kSonnets) {
    if (!is_there(sonnets / (std::string(name) + ".xhtml"))) continue;
    PODPROMO_TRY(exam, sonnet_exam(sonnets, std::string(name), decode, scratch));
    exams.push_back(std::move(exam));
  }
  PODPROMO_TRY(talks, prepare_speaker_exams(data, decode, scratch));
  exams.insert(exams.end(), std::make_move_iterator(talks.begin()), std::make_move_iterator(talks.end()));
  PODPROMO_TRY(mix, joined_exam("long mix", kLongMix, exams, scratch));
  PODPROMO_TRY(timed_mix, joined_exam("spontaneous", kSpontaneous, exams, scratch));
  if (timed_mix) exams.push_back(std::move(*timed_mix));
  if (mix) exams.push_back(std::move(*mix));
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
  PODPROMO_TRY(draft.write(wav_header(samples)));
  for (const Wav& wav : wavs) {
    PODPROMO_TRY(copy_samples(wav, draft));
    PODPROMO_TRY(draft.write(std::string(2 * silence, '\0')));
  }
  return draft.keep();
}

}  // namespace podpromo
