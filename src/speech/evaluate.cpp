#include "speech/evaluate.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/processor_time.hpp"
#include "episode/json.hpp"
#include "speech/journal.hpp"
#include "speech/wav.hpp"
#include "speech/words/english_normaliser.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

// Costs of the cheapest alignment of every pair of beginnings, row by row.
class EditTable {
 public:
  EditTable(std::span<const std::string> reference, std::span<const std::string> heard)
      : reference_(reference), heard_(heard), width_(heard.size() + 1), cost_((reference.size() + 1) * width_) {
    for (std::size_t i = 0; i <= reference.size(); ++i)
      for (std::size_t j = 0; j < width_; ++j) at(i, j) = cheapest(i, j);
  }

  // Walks back from the end, counting. Ties go to agreement, then substitution, then deletion.
  WordErrors errors(std::vector<MatchedWord>* matches) {
    WordErrors errors{.reference_words = reference_.size()};
    std::size_t i = reference_.size(), j = heard_.size();
    while (i > 0 || j > 0) {
      const bool diagonal = i > 0 && j > 0 && at(i, j) == at(i - 1, j - 1) + difference(i, j);
      if (diagonal) {
        if (difference(i, j) == 0 && matches != nullptr) matches->push_back({i - 1, j - 1});
        errors.substitutions += difference(i, j);
        --i, --j;
      } else if (i > 0 && at(i, j) == at(i - 1, j) + 1) {
        ++errors.deletions;
        --i;
      } else {
        ++errors.insertions;
        --j;
      }
    }
    if (matches != nullptr) std::reverse(matches->begin(), matches->end());
    return errors;
  }

 private:
  unsigned& at(std::size_t i, std::size_t j) { return cost_[i * width_ + j]; }
  unsigned difference(std::size_t i, std::size_t j) const { return reference_[i - 1] == heard_[j - 1] ? 0 : 1; }
  unsigned cheapest(std::size_t i, std::size_t j) {
    if (i == 0) return static_cast<unsigned>(j);
    if (j == 0) return static_cast<unsigned>(i);
    return std::min({at(i - 1, j - 1) + difference(i, j), at(i - 1, j) + 1, at(i, j - 1) + 1});
  }

  std::span<const std::string> reference_;
  std::span<const std::string> heard_;
  std::size_t width_;
  std::vector<unsigned> cost_;
};

// The value below which `share` of all lie.
double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
}

TimeErrors summary(const std::vector<double>& signed_ms) {
  if (signed_ms.empty()) return {};
  std::vector<double> distances;
  for (double ms : signed_ms) distances.push_back(std::abs(ms));
  return {signed_ms.size(), quantile(distances, 0.5), quantile(distances, 0.9), quantile(signed_ms, 0.5)};
}

std::vector<std::string> bare_words(std::span<const Word> words) {
  std::vector<std::string> bare;
  for (const Word& word : words) {
    std::string text;
    for (char c : lower_case(word.text))
      if (is_ascii_letter(c) || is_ascii_digit(c) || c == '\'' || (static_cast<unsigned char>(c) & 0x80) != 0)
        text += c;
    bare.push_back(std::move(text));
  }
  return bare;
}

struct Usage {
  double cpu_s;
  double peak_mb;
};

Usage usage() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return {processor_time_s(used), static_cast<double>(used.ru_maxrss) / 1024};
}

json to_json(const TimeErrors& times) {
  return {{"words", times.words}, {"median_ms", times.median_ms}, {"p90_ms", times.p90_ms}, {"bias_ms", times.bias_ms}};
}

json to_json(const SpeechScore& score) {
  json out{{"name", score.name},
           {"sound_s", score.sound_s},
           {"wall_s", score.wall_s},
           {"cpu_s", score.cpu_s},
           {"peak_memory_mb", score.peak_memory_mb}};
  if (score.errors)
    out["wer"] = {{"percent", score.errors->percent()},
                  {"reference_words", score.errors->reference_words},
                  {"substitutions", score.errors->substitutions},
                  {"deletions", score.errors->deletions},
                  {"insertions", score.errors->insertions}};
  if (score.speakers)
    out["speakers"] = {{"der_percent", score.speakers->percent()},
                       {"spoken_s", score.speakers->spoken_s},
                       {"missed_s", score.speakers->missed_s},
                       {"invented_s", score.speakers->invented_s},
                       {"confused_s", score.speakers->confused_s},
                       {"speakers", score.speakers->speakers},
                       {"found", score.speakers->found}};
  if (score.times) out["word_times"] = {{"start", to_json(score.times->start)}, {"end", to_json(score.times->end)}};
  return out;
}

}  // namespace

double WordErrors::percent() const {
  if (reference_words == 0) return 0;
  return 100.0 * static_cast<double>(substitutions + deletions + insertions) / static_cast<double>(reference_words);
}

WordErrors word_errors(std::span<const std::string> reference, std::span<const std::string> heard,
                       std::vector<MatchedWord>* matches) {
  return EditTable(reference, heard).errors(matches);
}

WordTimeErrors word_time_errors(std::span<const Word> reference, std::span<const Word> heard) {
  std::vector<MatchedWord> matches;
  word_errors(bare_words(reference), bare_words(heard), &matches);
  std::vector<double> starts, ends;
  for (const MatchedWord& match : matches) {
    starts.push_back(1000 * (heard[match.heard].start - reference[match.reference].start));
    ends.push_back(1000 * (heard[match.heard].end - reference[match.reference].end));
  }
  return {summary(starts), summary(ends)};
}

Result<SpeechScore> score_speech(const SpeechExam& exam, const TranscriberFactory& engine, const ListenOptions& options,
                                 const fs::path& scratch) {
  PODPROMO_TRY(sound, Wav::open(exam.wav));
  PODPROMO_TRY(make_folder(scratch));
  const fs::path journal = scratch / "exam.journal";
  std::error_code ignored;
  fs::remove(journal, ignored);
  const auto began = std::chrono::steady_clock::now();
  const Usage before = usage();
  PODPROMO_TRY(transcript, listen(exam.wav, engine, options, journal, "exam"));
  const Usage after = usage();
  const auto turns = read_findings(journal).turns;
  fs::remove(journal, ignored);
  SpeechScore score;
  score.name = exam.name;
  score.sound_s = sound.duration_s();
  score.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  score.cpu_s = after.cpu_s - before.cpu_s;
  score.peak_memory_mb = after.peak_mb;
  if (!exam.reference.empty())
    score.errors =
        word_errors(normal_english(exam.reference), normal_english(text_of(transcript, 0, transcript.words.size())));
  if (!exam.turns.empty() && turns) score.speakers = speaker_errors(exam.turns, *turns);
  if (!exam.timed_words.empty()) score.times = word_time_errors(exam.timed_words, transcript.words);
  return score;
}

std::string score_table(std::span<const SpeechScore> scores) {
  std::string table = fmt::format(
      "{:<24} {:>8} {:>7} {:>5} {:>5} {:>5} {:>8} {:>8} {:>8} {:>8} {:>6} {:>6} {:>8} {:>8}\n", "sound", "seconds",
      "WER %", "sub", "del", "ins", "start ms", "p90", "end ms", "p90", "DER %", "voices", "CPU s", "wall s");
  for (const SpeechScore& score : scores) {
    table += fmt::format("{:<24} {:>8.1f}", score.name.substr(0, 24), score.sound_s);
    if (score.errors)
      table += fmt::format(" {:>7.2f} {:>5} {:>5} {:>5}", score.errors->percent(), score.errors->substitutions,
                           score.errors->deletions, score.errors->insertions);
    else
      table += fmt::format(" {:>7} {:>5} {:>5} {:>5}", "-", "-", "-", "-");
    if (score.times)
      table += fmt::format(" {:>8.0f} {:>8.0f} {:>8.0f} {:>8.0f}", score.times->start.median_ms,
                           score.times->start.p90_ms, score.times->end.median_ms, score.times->end.p90_ms);
    else
      table += fmt::format(" {:>8} {:>8} {:>8} {:>8}", "-", "-", "-", "-");
    if (score.speakers)
      table += fmt::format(" {:>6.1f} {:>6}", score.speakers->percent(),
                           fmt::format("{}/{}", score.speakers->found, score.speakers->speakers));
    else
      table += fmt::format(" {:>6} {:>6}", "-", "-");
    table += fmt::format(" {:>8.1f} {:>8.1f}\n", score.cpu_s, score.wall_s);
  }
  return table;
}

std::string score_json(std::span<const SpeechScore> scores) {
  json exams = json::array();
  for (const SpeechScore& score : scores) exams.push_back(to_json(score));
  return json_text({{"exams", std::move(exams)}});
}

}  // namespace podpromo
