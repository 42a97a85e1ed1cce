#include <cstdlib>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "commands/command.hpp"
#include "commands/hearing_flags.hpp"
#include "exit_codes.hpp"
#include "media/extract_sound.hpp"
#include "media/probe.hpp"
#include "speech/listen.hpp"
#include "stages/clip_files.hpp"
#include "stages/media_identity.hpp"
#include "stages/stage_keys.hpp"
#include "stages/stage_run.hpp"
#include "stages/transcript_forms.hpp"
#include "storage/artefact_names.hpp"
#include "studio/studio.hpp"
#include "terminal/stage_lines.hpp"
#include "work_folder.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Write down what is said, with a time for every word.

  podpromo transcribe interview.mp3 --format srt > interview.srt
  podpromo transcribe talk.mp4 --format txt
  podpromo transcribe talk.mp4 --format json --out talk.json
  podpromo transcribe talk.mp4 --format podcast --out talk.podcast.json
  podpromo transcribe talk.mp4 --transcript talk.txt --format srt    words you have, with their times)";

struct TranscribeFlags {
  fs::path file;
  std::string format = "txt";
  fs::path out;
  std::string language;
  std::string speakers;
  int sound_track = 0;
  std::string show;
  fs::path transcript;
  bool quiet = false;
  HearingFlags hearing;
};

// What was heard is kept here between runs, under the media's content, so that a stopped run goes on.
fs::path cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return fs::path(cache) / "podpromo" / "heard";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return fs::path(home) / ".cache" / "podpromo" / "heard";
  return fs::temp_directory_path() / "podpromo-heard";
}

struct HeardEpisode {
  Transcript transcript;
  double duration_s = 0;
};

// A transcript that is given may do without a speech model.
Result<Hearing> hearing_for(const TranscribeFlags& flags, const Desk& desk) {
  const Settings settings = flags.hearing.over(desk.settings);
  auto opened = open_hearing(settings);
  if (!opened && opened.error().fault == Fault::missing_model && !flags.transcript.empty())
    opened = no_hearing(settings);
  if (opened) opened->shows.emplace(own_shows_folder());
  if (!opened || flags.quiet) return opened;
  if (const auto told = told_of_sending(*opened); !told.empty()) desk.screen.line(" " + told);
  if (flags.speakers != "off") tell_if_nobody_is_told_apart(opened->speaker_model, desk.screen);
  return opened;
}

Result<ClipWishes> wishes_of(const TranscribeFlags& flags) {
  ClipWishes wishes;
  wishes.language = flags.language;
  wishes.show = flags.show;
  PODPROMO_TRY(speakers, parse_speakers(flags.speakers));
  wishes.speakers = speakers;
  if (flags.sound_track > 0) wishes.sound_track = flags.sound_track;
  if (!flags.transcript.empty()) wishes.transcript = fs::absolute(flags.transcript);
  return wishes;
}

Result<HeardEpisode> heard(const TranscribeFlags& flags, const Desk& desk, StageListener& lines) {
  PODPROMO_TRY(wishes, wishes_of(flags));
  PODPROMO_TRY(hearing, hearing_for(flags, desk));
  PODPROMO_TRY(name_language(wishes, hearing));
  const Ears ears = hearing.ears();
  PODPROMO_TRY(sha256, sha256_of_file(flags.file));
  const fs::path work = cache_folder() / sha256.substr(0, 32);
  const Artefacts artefacts(work);
  const EpisodePlaces places{flags.file, work, work, work};
  const EpisodeId id = EpisodeId::of_content(sha256);
  PODPROMO_TRY(keys, stage_keys(sha256, wishes, ears));
  PODPROMO_TRY(lock, lock_work_folder(work));
  remove_drafts(work);
  StageRun run{id, places, wishes, ears, artefacts, sha256, keys, lines, desk.interrupt.token()};
  PODPROMO_TRY(facts, probe_stage(run));
  PODPROMO_TRY(settle_sound(run, facts));
  PODPROMO_TRY(remember_words(ears, wishes, facts));
  PODPROMO_TRY(settle_expected(run, facts));
  if (auto words = artefacts.load<Transcript>(kWordsArtefact, run.keys.words))
    if (const auto sound = artefacts.load<Sound>(kSoundArtefact, run.keys.sound))
      return HeardEpisode{*std::move(words), sound->duration_s};
  PODPROMO_TRY(sound, extract_audio_stage(run, facts));
  auto transcript = transcribe_stage(run, sound);
  // The words are small and stay; the sound is large and quickly made again.
  std::error_code ignored;
  if (transcript) fs::remove(sound_file(places), ignored);
  if (!transcript) return failure(std::move(transcript).error());
  return HeardEpisode{*std::move(transcript), sound.duration_s};
}

// Said before the work rather than after it.
Done check_out(const fs::path& out) {
  std::error_code error;
  if (fs::is_directory(out, error))
    return failure(Fault::bad_request, out.string() + " is a folder", "Name a file in it with --out.");
  if (out.has_parent_path() && !fs::is_directory(out.parent_path(), error))
    return failure(Fault::not_found, "there is no folder " + out.parent_path().string(), "Make it, or name another.");
  return {};
}

Result<int> run_transcribe(const TranscribeFlags& flags, const Desk& desk) {
  PODPROMO_TRY(check_out(flags.out));
  const auto facts = probe(flags.file, desk.interrupt.token());
  if (!facts) return failure(told_of(flags.file, facts.error()));
  StageLines lines(desk.screen, desk.clock,
                   {.episode_s = facts->declared_duration_s, .renders = false, .quiet = flags.quiet});
  const auto episode = heard(flags, desk, lines);
  if (desk.interrupt.came()) desk.interrupt.came_in(lines.where());
  lines.stop();
  if (!episode) return failure(episode.error());
  PODPROMO_TRY(form, parse_transcript_form(flags.format));
  const std::string text = transcript_text(episode->transcript, episode->duration_s, form);
  if (flags.out.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
  }
  PODPROMO_TRY(write_durably(flags.out, text));
  return kDone;
}

}  // namespace

void add_transcribe_command(CLI::App& app, Run& chosen) {
  auto* transcribe = app.add_subcommand("transcribe", kDescription);
  auto flags = std::make_shared<TranscribeFlags>();
  transcribe->add_option("FILE", flags->file, "An episode, audio or video")->required();
  transcribe->add_option("-f,--format", flags->format, "json, srt, vtt, txt, or podcast: the JSON of Podcasting 2.0")
      ->check(CLI::IsMember({"json", "srt", "vtt", "txt", "podcast"}))
      ->capture_default_str();
  transcribe->add_option("-o,--out", flags->out, "Write to this file instead of stdout");
  add_language_flag(*transcribe, flags->language);
  transcribe->add_option("--speakers", flags->speakers, "How many people speak, or off [found out]");
  add_sound_track_flag(*transcribe, flags->sound_track);
  add_hearing_flags(*transcribe, flags->hearing);
  add_show_flag(*transcribe, flags->show);
  transcribe
      ->add_option("-t,--transcript", flags->transcript,
                   "Find these words in the sound: SRT, WebVTT, JSON or text (.txt)")
      ->check(CLI::ExistingFile);
  transcribe->add_flag("-q,--quiet", flags->quiet, "Say nothing but errors");
  transcribe->callback(
      [flags, &chosen] { chosen = [flags](const Desk& desk) { return run_transcribe(*flags, desk); }; });
}

}  // namespace podpromo
