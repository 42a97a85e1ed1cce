#include "jobs/recovery.hpp"

#include <limits>

#include "jobs/job_error.hpp"
#include "jobs/stage_names.hpp"
#include "storage/episode_record.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

const ProgressUpdate kWaiting{.stage = "queued", .percent = 2, .message = "Uploaded. Waiting for its turn."};

JobError given_up(std::string_view stage) {
  return {std::string(stage), "The server stopped again and again while it worked on this episode.",
          "Try again. If it happens again, convert the file to mp3 or mp4 and upload that."};
}

std::optional<Progress> shown(const WorkshopParts& parts, const EpisodeId& id) {
  auto progress = parts.board.progress(id);
  return progress ? *std::move(progress) : std::nullopt;
}

void show_failure(const WorkshopParts& parts, const Job& job, const JobError& error) {
  const Attempt attempt{job.episode, job.attempt};
  parts.board.go_on(attempt, kWaiting);
  parts.board.fail(attempt, error.reason, error.remedy);
}

// Finished artefacts count as well as percents, which a quick stage doesn't move; there are no drafts among them any
// more.
int how_far(const WorkshopParts& parts, const EpisodeId& id) {
  const auto progress = shown(parts, id);
  int far = progress ? progress->percent : 0;
  std::error_code gone;
  for (fs::directory_iterator it(parts.folders.work(id), gone), end; !gone && it != end; it.increment(gone)) ++far;
  return far;
}

Done sweep(const WorkshopParts& parts, const WorkshopSettings& settings) {
  const auto furthest = [&](const EpisodeId& id) { return how_far(parts, id); };
  const auto stage = [&](const EpisodeId& id) {
    const auto progress = shown(parts, id).value_or(Progress{});
    return shown_stage_at(progress.stage, progress.percent, {});
  };
  const auto error = [&](const EpisodeId& id) { return job_error_text(given_up(stage(id))); };
  PODPROMO_TRY(swept, parts.jobs.sweep({true, settings.most_crashes, error, furthest}));
  for (const Swept& one : swept)
    log_info(log_subject(one.job.episode, stage(one.job.episode)) +
             (one.given_up ? "is given up: it ended the server too often" : "goes on after a restart"));
  return {};
}

// An episode that nobody put in the queue: the crash came between, or the store was lost.
// If it was complete, running it again finds every stage done and brings its clips back to the index.
Done put_again(const WorkshopParts& parts, const EpisodeId& id) {
  PODPROMO_TRY(job, parts.jobs.put(id));
  parts.board.go_on({id, job.attempt}, kWaiting);
  return {};
}

Done agree(const WorkshopParts& parts, const JobRecord& record) {
  const Attempt attempt{record.job.episode, record.job.attempt};
  const auto progress = shown(parts, attempt.episode);
  switch (record.state) {
    case JobState::waiting:
    case JobState::running: parts.board.go_on(attempt, kWaiting); return {};
    case JobState::done:
      if (progress && progress->stage == "completed") return {};
      parts.board.begin(attempt, kWaiting);
      parts.board.complete(attempt, "Your clips are ready.");
      return {};
    case JobState::failed:
      if (progress && progress->stage == "error") return {};
      show_failure(parts, record.job, parse_job_error(record.error).value_or(given_up("sound")));
      return {};
    case JobState::cancelled: return erase_episode(parts, attempt.episode);
  }
  return {};
}

}  // namespace

Done erase_episode(const WorkshopParts& parts, const EpisodeId& id) {
  parts.board.forget(id);
  PODPROMO_TRY(parts.folders.put_away(id));
  parts.board.gone(id);
  PODPROMO_TRY(parts.episodes.remove(id));
  return parts.folders.clear_away(id);
}

Done recover_jobs(const WorkshopParts& parts, const WorkshopSettings& settings) {
  // What was put away once doesn't come back, whatever the crash left of it elsewhere.
  for (const EpisodeId& id : parts.folders.put_away_before()) PODPROMO_TRY(erase_episode(parts, id));
  parts.folders.empty_trash();
  PODPROMO_TRY(adopt_records(parts.folders, parts.episodes));
  PODPROMO_TRY(sweep(parts, settings));
  PODPROMO_TRY(episodes, parts.episodes.newest(std::numeric_limits<std::int32_t>::max()));
  // Oldest first, so that those without a job wait in the order they came.
  for (auto episode = episodes.rbegin(); episode != episodes.rend(); ++episode) {
    PODPROMO_TRY(record, parts.jobs.latest(episode->id));
    if (record)
      PODPROMO_TRY(agree(parts, *record));
    else
      PODPROMO_TRY(put_again(parts, episode->id));
  }
  return {};
}

}  // namespace podpromo
