#include <fmt/format.h>

#include "commands/command.hpp"
#include "commands/hearing_flags.hpp"
#include "exit_codes.hpp"
#include "media/extract_sound.hpp"
#include "media/probe.hpp"
#include "speech/evaluate_sets.hpp"
#include "studio/studio.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Measure how good PodPromo is, on recordings whose truth is known.

  podpromo eval speech --data DIR            word and speaker error rate, word times, speed, memory
  podpromo eval speech --data DIR --json)";

struct EvalFlags {
  fs::path data;
  bool json = false;
  HearingFlags hearing;
};

// A folder for decoded sound that goes when the measuring is over.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "podpromo-eval-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

Result<int> eval_speech(const EvalFlags& flags, const Desk& desk) {
  PODPROMO_TRY(hearing, open_hearing(flags.hearing.over(desk.settings)));
  const Scratch scratch;
  const std::stop_token stop = desk.interrupt.token();
  const DecodeSound decode = [&](const fs::path& media, const fs::path& wav) -> Done {
    PODPROMO_TRY(facts, probe(media, stop));
    PODPROMO_TRY(extract_sound(media, facts, wav, {}, stop));
    return {};
  };
  desk.screen.redraw(" Decoding the recordings…");
  PODPROMO_TRY(exams, prepare_exams(flags.data, decode, scratch.folder()));
  const ListenOptions options{.language = "en",
                              .workers = hearing.workers,
                              .voice_model = hearing.voice_model,
                              .speaker_model = hearing.speaker_model,
                              .expected = hearing.words.value_or(std::vector<std::string>{})};
  std::vector<SpeechScore> scores;
  for (const SpeechExam& exam : exams) {
    if (stop.stop_requested()) return failure(Fault::cancelled, "measuring was stopped");
    desk.screen.redraw(fmt::format(" Listening to {}…", exam.name));
    PODPROMO_TRY(score, score_speech(exam, *hearing.engine, options, scratch.folder()));
    scores.push_back(std::move(score));
  }
  desk.screen.redraw("");
  fmt::print("{}", flags.json ? score_json(scores) : score_table(scores));
  return kDone;
}

}  // namespace

void add_eval_command(CLI::App& app, Run& chosen) {
  auto* eval = app.add_subcommand("eval", kDescription);
  eval->require_subcommand(1);
  auto* speech = eval->add_subcommand("speech", "Words, their times and whose they are");
  auto flags = std::make_shared<EvalFlags>();
  speech->add_option("--data", flags->data, "Folder with librispeech-other/dev, speech-mfa and diarization")
      ->required()
      ->check(CLI::ExistingDirectory);
  add_hearing_flags(*speech, flags->hearing);
  speech->get_option("--speech-url")->description("Measure the server there instead; it gets the recordings");
  speech->add_flag("--json", flags->json, "JSON instead of a table");
  speech->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return eval_speech(*flags, desk); }; });
}

}  // namespace podpromo
