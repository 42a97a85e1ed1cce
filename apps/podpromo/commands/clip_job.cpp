#include "commands/clip_job.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "clip_folder.hpp"
#include "commands/hearing_flags.hpp"
#include "episode/json.hpp"
#include "jobs/wishes.hpp"
#include "media/probe.hpp"
#include "speech/subtitles.hpp"
#include "stages/clip_files.hpp"
#include "stages/media_identity.hpp"
#include "terminal/stage_lines.hpp"
#include "work_folder.hpp"

namespace podpromo {

namespace {

Done make_work_folder(const fs::path& out) {
  const Done made = make_folder(work_folder(out));
  if (made) return {};
  return failure(made.error().fault, "the output folder can't be made", "Choose another folder with --out.",
                 made.error().detail);
}

// For --resume. A dry run leaves nothing to go on with, and must not make a finished run look unfinished.
Done remember(const ClipJob& job, const std::string& sha256, bool finished) {
  if (!job.wishes.publish) return {};
  std::error_code error;
  const nlohmann::json note{{"media", fs::absolute(job.media, error).string()},
                            {"sha256", sha256},
                            {"wishes", wishes_json(job.wishes)},
                            {"finished", finished}};
  return write_durably(job_file(job.out), json_text(note));
}

// The title gives way to what is said behind it.
std::string headline(const ClipJob& job, const MediaFacts& facts, const Ears& ears, int columns) {
  constexpr int kShortestTitle = 20;
  std::string rest;
  if (facts.declared_duration_s > 0) rest += " · " + clock_length(facts.declared_duration_s);
  rest += facts.picture ? fmt::format(" · video {}×{}", facts.picture->width, facts.picture->height) : " · audio";
  rest += job.wishes.transcript ? " · transcript given" : " · " + ears.engine.identity();
  const std::string title = facts.title.empty() ? job.media.filename().string() : facts.title;
  return cut_to(cut_to(title, std::max(kShortestTitle, columns - columns_on_screen(rest))) + rest, columns);
}

// One folder shows one episode: another's clips.json and index.html would be lost, and its clips stay among these.
Done check_folder(const ClipJob& job, MediaSum& media) {
  const std::string other = other_episode_in(job.out, media);
  if (other.empty()) return {};
  return failure(Fault::bad_request,
                 fmt::format("{} holds clips of another episode, {}", job.out.string(), plain_line(other)),
                 "Choose another folder with --out, or move that one away.");
}

// Read before anything is made, so that a transcript which is none leaves no folder behind.
Done check_transcript(const ClipWishes& wishes) {
  if (!wishes.transcript) return {};
  PODPROMO_TRY(text, read_whole(*wishes.transcript, std::size_t{64} << 20));
  PODPROMO_TRY(read_given_transcript(text, wishes.transcript->filename().string()));
  return {};
}

}  // namespace

Result<EpisodeResult> run_clip_job(const ClipJob& job, const Ears& ears, const Desk& desk) {
  // Asked first, so that a file which is none of ours leaves no folder behind.
  PODPROMO_TRY(facts, probe(job.media, desk.interrupt.token()));
  PODPROMO_TRY(check_transcript(job.wishes));
  MediaSum sum(job.media, job.sha256);
  PODPROMO_TRY(check_folder(job, sum));
  PODPROMO_TRY(make_work_folder(job.out));
  PODPROMO_TRY(lock, lock_work_folder(work_folder(job.out)));
  remove_drafts(job.out);
  remove_drafts_below(work_folder(job.out));
  PODPROMO_TRY(remember_words(ears, job.wishes, facts));
  const Artefacts artefacts(work_folder(job.out));
  PODPROMO_TRY(sha256, media_identity(job.media, artefacts, sum.known()));
  PODPROMO_TRY(remember(job, sha256, false));
  if (!job.quiet) desk.screen.line(" " + desk.screen.bold(headline(job, facts, ears, desk.screen.width() - 2)));
  if (!job.quiet && job.wishes.transcript_is_a_guess)
    desk.screen.line(desk.screen.dim(fmt::format("   words from {} beside it; to listen instead: --transcript none",
                                                 plain_line(job.wishes.transcript->filename().string()))));

  const EpisodePlaces places{job.media, work_folder(job.out), job.out, work_folder(job.out) / "previews"};
  StageLines lines(desk.screen, desk.clock,
                   {.episode_s = facts.declared_duration_s,
                    .previews = job.wishes.previews,
                    .renders = job.wishes.renders,
                    .quiet = job.quiet});
  auto result = run_pipeline(EpisodeId::of_content(sha256), places, job.wishes, ears, lines, desk.interrupt.token());
  if (desk.interrupt.came()) desk.interrupt.came_in(lines.where());
  lines.stop();
  if (result) PODPROMO_TRY(remember(job, sha256, true));
  if (result && lines.first_clip_s() > 0 && !job.quiet)
    desk.screen.line(desk.screen.dim(fmt::format("   first clip after {}", duration_text(lines.first_clip_s()))));
  return result;
}

Result<std::vector<ClipJob>> unfinished_jobs(const fs::path& out) {
  std::vector<ClipJob> jobs;
  std::error_code error;
  std::vector<fs::path> folders{out};
  for (const auto& entry : fs::directory_iterator(out, error)) folders.push_back(entry.path());
  for (const fs::path& folder : folders) {
    const auto text = read_whole(job_file(folder), 1 << 20);
    if (!text) continue;
    const auto note = nlohmann::json::parse(*text, nullptr, false);
    if (!note.is_object() || note.value("finished", true)) continue;
    PODPROMO_TRY(wishes, parse_wishes(note.value("wishes", nlohmann::json::object())));
    jobs.push_back({.media = note.value("media", ""), .out = folder, .wishes = std::move(wishes)});
  }
  return jobs;
}

}  // namespace podpromo
