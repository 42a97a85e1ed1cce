#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "clip_folder.hpp"
#include "commands/clip_job.hpp"
#include "commands/command.hpp"
#include "commands/hearing_flags.hpp"
#include "demo.hpp"
#include "episode/json.hpp"
#include "exit_codes.hpp"
#include "http/answers.hpp"
#include "sidecar.hpp"
#include "stages/clip_files.hpp"
#include "studio/studio.hpp"
#include "terminal/clip_table.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Turn episodes into clips: found, captioned, titled and rendered.

  podpromo clip interview.mp3                       clips in ./podpromo-clips/interview
  podpromo clip talk.mp4 --format square,vertical   two shapes of each
  podpromo clip                                     try it with a demo episode

Run the same command again after a stop: it goes on where it was.)";

constexpr const char* kNoTranscript = "none";

struct ClipFlags {
  std::vector<fs::path> files;
  fs::path out;
  std::size_t max_clips = 12;
  double min_length = 15;
  double max_length = 60;
  std::vector<std::string> formats{"vertical"};
  std::string language;
  std::string speakers;
  int sound_track = 0;
  std::string title;
  std::string show;
  std::string transcript;
  bool json = false;
  bool quiet = false;
  bool dry_run = false;
  bool resume = false;
  HearingFlags hearing;
};

Result<std::optional<fs::path>> given_transcript(const std::string& name) {
  std::error_code error;
  if (name.empty() || name == kNoTranscript) return std::nullopt;
  if (fs::is_regular_file(name, error)) return fs::absolute(name, error);
  return failure(Fault::not_found, fmt::format("the transcript {} is not there", name),
                 "Check its name, leave it out, or say none to listen in any case.");
}

Result<ClipWishes> wishes_of(const ClipFlags& flags) {
  if (flags.min_length > flags.max_length)
    return failure(Fault::bad_request,
                   fmt::format("--min-length {} is more than --max-length {}", flags.min_length, flags.max_length),
                   "Give a shorter --min-length.");
  ClipWishes wishes;
  wishes.moments = {.min_s = flags.min_length, .max_s = flags.max_length, .max_clips = flags.max_clips};
  wishes.formats.clear();
  for (const auto& name : flags.formats) {
    PODPROMO_TRY(format, parse_format(name));
    wishes.formats.push_back(format);
  }
  wishes.language = flags.language;
  PODPROMO_TRY(speakers, parse_speakers(flags.speakers));
  wishes.speakers = speakers;
  if (flags.sound_track > 0) wishes.sound_track = flags.sound_track;
  wishes.title = flags.title;
  wishes.show = flags.show;
  PODPROMO_TRY(transcript, given_transcript(flags.transcript));
  wishes.transcript = std::move(transcript);
  wishes.renders = wishes.publish = !flags.dry_run;
  return wishes;
}

fs::path out_root(const ClipFlags& flags) { return flags.out.empty() ? fs::path("podpromo-clips") : flags.out; }

Result<std::vector<ClipJob>> jobs_of(const ClipFlags& flags, const Desk& desk) {
  if (flags.resume && flags.files.empty()) {
    PODPROMO_TRY(jobs, unfinished_jobs(out_root(flags)));
    if (jobs.empty())
      return failure(Fault::bad_request, "there is nothing to go on with in " + out_root(flags).string(),
                     "Start with: podpromo clip FILE.");
    return jobs;
  }
  PODPROMO_TRY(wishes, wishes_of(flags));
  std::vector<fs::path> files = flags.files;
  if (files.empty()) {
    files.push_back(out_root(flags) / "demo-episode.mp3");
    desk.screen.line(" No episode given, so here is a demo: two synthetic voices, four minutes.");
    PODPROMO_TRY(make_demo_episode(files.front(), desk.interrupt.token()));
  }
  if (files.size() > 1 && wishes.transcript)
    return failure(Fault::bad_request, "--transcript is for one episode at a time", "Run the command once for each.");
  std::vector<ClipJob> jobs;
  std::vector<fs::path> taken;
  for (const fs::path& file : files) {
    const bool own_folder = flags.out.empty() || files.size() > 1;
    MediaSum sum(file);
    ClipJob job{.media = file,
                .out = own_folder ? clip_folder(out_root(flags), sum, taken) : flags.out,
                .wishes = wishes,
                .sha256 = sum.known()};
    taken.push_back(job.out);
    if (flags.transcript.empty()) {
      job.wishes.transcript = sidecar_of(file);
      job.wishes.transcript_is_a_guess = job.wishes.transcript.has_value();
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

// A transcript that is given may do without a speech model, so a missing one is no failure yet. Gives the languages of
// the jobs the names that the engine has for them.
Result<Hearing> hearing_for(std::vector<ClipJob>& jobs, const ClipFlags& flags, const Desk& desk) {
  const Settings settings = flags.hearing.over(desk.settings);
  auto hearing = open_hearing(settings);
  const bool all_given =
      std::ranges::all_of(jobs, [](const ClipJob& job) { return job.wishes.transcript.has_value(); });
  if (!hearing && hearing.error().fault == Fault::missing_model && all_given) hearing = no_hearing(settings);
  if (!hearing) return hearing;
  hearing->shows.emplace(own_shows_folder());
  for (ClipJob& job : jobs) PODPROMO_TRY(name_language(job.wishes, *hearing));
  if (flags.quiet) return hearing;
  if (const auto told = told_of_sending(*hearing); !told.empty()) desk.screen.line(" " + told);
  const bool asked = std::ranges::any_of(jobs, [](const ClipJob& job) { return job.wishes.speakers.has_value(); });
  if (asked && !all_given && !flags.json) tell_if_nobody_is_told_apart(hearing->speaker_model, desk.screen);
  return hearing;
}

void show(const ClipJob& job, const EpisodeResult& result, Screen& screen) {
  if (result.moments.clips.empty()) {
    if (!job.quiet) screen.line("");
    screen.line(" No clips: " + result.moments.no_clips_reason);
    return;
  }
  if (job.quiet) return;
  screen.line("");
  screen.line(clip_table(result, screen.style().columns));
  if (!result.moments.relaxation.empty()) screen.line(screen.dim(" Note: " + result.moments.relaxation));
  if (job.wishes.publish)
    screen.line(
        plain_line(fmt::format(" Everything is in {} — open {}", job.out.string(), (job.out / "index.html").string())));
}

nlohmann::json summary(const ClipJob& job, const EpisodeResult& result) {
  nlohmann::json out = result.moments;
  out["ok"] = true;
  out["source"] = job.media.string();
  out["folder"] = job.out.string();
  out["title"] = result.title;
  out["show"] = result.show;
  out["duration_s"] = result.sound.duration_s;
  out["language"] = result.transcript.language;
  if (result.facts.sounds.size() > 1) out["sound_track"] = result.facts.sound->track + 1;
  out["renders"] = result.renders;
  return out;
}

nlohmann::json summary(const Error& error) {
  return {{"code", fault_code(error.fault)}, {"reason", error.reason}, {"remedy", error.remedy}};
}

nlohmann::json summary(const ClipJob& job, const Error& error) {
  return {{"ok", false}, {"source", job.media.string()}, {"error", summary(error)}};
}

int worst_code(int before, int now) { return before == kDone || now == kInterrupted ? now : before; }

// One episode's trouble doesn't keep the others waiting; an interrupt does.
Result<int> clip_all(const ClipFlags& flags, const Desk& desk) {
  PODPROMO_TRY(jobs, jobs_of(flags, desk));
  PODPROMO_TRY(hearing, hearing_for(jobs, flags, desk));
  const Ears ears = hearing.ears();
  int code = kDone;
  nlohmann::json episodes = nlohmann::json::array();
  for (ClipJob& job : jobs) {
    job.quiet = flags.quiet || flags.json;
    const auto result = run_clip_job(job, ears, desk);
    if (result) {
      if (!flags.json) show(job, *result, desk.screen);
      episodes.push_back(summary(job, *result));
      if (result->moments.clips.empty()) code = worst_code(code, kNoClips);
      continue;
    }
    episodes.push_back(summary(job, result.error()));
    code = worst_code(code, exit_code(result.error().fault));
    if (desk.interrupt.came()) break;
    tell(desk.screen, told_of(job.media, result.error()));
  }
  if (flags.json) fmt::print("{}", json_text({{"ok", code == kDone}, {"episodes", std::move(episodes)}}, 2));
  return code;
}

// Who asked for an object gets one, also when no episode was begun.
Result<int> run_clip(const ClipFlags& flags, const Desk& desk) {
  auto code = clip_all(flags, desk);
  if (!code && flags.json)
    fmt::print("{}",
               json_text({{"ok", false}, {"episodes", nlohmann::json::array()}, {"error", summary(code.error())}}, 2));
  return code;
}

void add_flags(CLI::App& clip, ClipFlags& flags) {
  clip.add_option("FILE", flags.files, "Episodes: mp3 wav m4a aac flac ogg opus mp4 mov mkv webm avi");
  auto* output = clip.add_option_group("Output");
  output->add_option("-o,--out", flags.out, "Folder for the clips [podpromo-clips/NAME]");
  output
      ->add_option("-f,--format", flags.formats,
                   "vertical, portrait, square, wide (9:16 4:5 1:1 16:9); several with commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  output->add_option("--title", flags.title, "Title of the episode [its tags, else its name]");
  output->add_flag("--json", flags.json, "One JSON object on stdout, nothing else");
  output->add_flag("-q,--quiet", flags.quiet, "Say nothing but errors");
  output->add_flag("--dry-run", flags.dry_run, "Find the moments and show them; render nothing");
  auto* choice = clip.add_option_group("Which moments");
  choice->add_option("-n,--max-clips", flags.max_clips, "At most so many clips, 1 to 100")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  choice->add_option("--min-length", flags.min_length, "Shortest clip, 8 to 90 seconds")
      ->check(CLI::Range(8, 90))
      ->capture_default_str();
  choice->add_option("--max-length", flags.max_length, "Longest clip, 8 to 90 seconds")
      ->check(CLI::Range(8, 90))
      ->capture_default_str();
  auto* words = clip.add_option_group("Words");
  add_language_flag(*words, flags.language);
  words->add_option("--speakers", flags.speakers, "How many people speak, or off [found out]");
  add_sound_track_flag(*words, flags.sound_track);
  add_hearing_flags(*words, flags.hearing);
  add_show_flag(*words, flags.show);
  words->add_option("-t,--transcript", flags.transcript,
                    "Words: SRT, WebVTT, JSON or .txt [NAME.srt … beside FILE]; none");
  clip.add_flag("--resume", flags.resume, "Without FILE: go on with every run in the folder that did not finish");
}

}  // namespace

void add_clip_command(CLI::App& app, Run& chosen) {
  auto* clip = app.add_subcommand("clip", kDescription);
  auto flags = std::make_shared<ClipFlags>();
  add_flags(*clip, *flags);
  clip->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return run_clip(*flags, desk); }; });
}

}  // namespace podpromo
