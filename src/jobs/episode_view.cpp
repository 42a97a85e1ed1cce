#include "jobs/episode_view.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "jobs/job_error.hpp"
#include "jobs/stage_names.hpp"
#include "jobs/wishes.hpp"
#include "progress/bands.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json field(const json& outline, const char* name) {
  const auto it = outline.find(name);
  return it == outline.end() ? json(nullptr) : *it;
}

// Before the file was looked at, its name tells.
std::string kind_by_name(const std::string& extension) {
  static constexpr std::array<std::string_view, 5> kVideo{"mp4", "mov", "mkv", "webm", "avi"};
  return std::ranges::find(kVideo, extension) == kVideo.end() ? "audio" : "video";
}

struct StagePlace {
  std::size_t at = 0;  // index of the stage that runs or failed; past the end when all are done
  std::string state;   // of that stage
  int percent = 0;
};

// How much of one shown stage is done, from where the whole bar stands.
int percent_of_stage(std::string_view shown, const Progress& progress, const ClipWishes& wishes) {
  const double part = fraction_at(progress.stage, progress.percent);
  const double previews = share_of_previews(wishes);
  if (shown == "previews") return static_cast<int>(100 * std::min(1.0, part / previews));
  if (shown == "clips" && previews < 1)
    return static_cast<int>(100 * std::max(0.0, (part - previews) / (1 - previews)));
  return static_cast<int>(100 * part);
}

StagePlace place_of(const Progress& progress, const std::optional<JobError>& error, const ClipWishes& wishes) {
  const auto stages = shown_stages(wishes);
  const auto index = [&](std::string_view name) {
    const auto at = static_cast<std::size_t>(std::ranges::find(stages, name) - stages.begin());
    return std::min(at, stages.size() - 1);
  };
  if (progress.stage == "completed" || progress.stage == "finalizing") return {stages.size(), "done", 100};
  if (progress.stage == "error") return {index(error ? error->stage : "sound"), "failed", 0};
  const auto band = band_of(progress.stage);
  if (!band || band->to <= 2) return {0, "waiting", 0};
  const auto shown = shown_stage_at(progress.stage, progress.percent, wishes);
  return {index(shown), "running", percent_of_stage(shown, progress, wishes)};
}

json stages_view(const StagePlace& place, const ClipWishes& wishes, const json& outline) {
  const json results = outline.value("results", json::object());
  json stages = json::array();
  for (const std::string& name : shown_stages(wishes)) {
    const std::size_t at = stages.size();
    const bool done = at < place.at;
    const std::string state = done ? "done" : at == place.at ? place.state : "waiting";
    stages.push_back({{"name", name},
                      {"state", state},
                      {"percent", done             ? 100
                                  : at == place.at ? place.percent
                                                   : 0},
                      {"result", done ? results.value(name, "") : ""}});
  }
  return stages;
}

json error_view(const Progress& progress, const std::optional<JobError>& error) {
  if (progress.stage != "error") return nullptr;
  if (!error) return {{"stage", "sound"}, {"reason", progress.message}, {"remedy", progress.detail}};
  return {{"stage", error->stage}, {"reason", error->reason}, {"remedy", error->remedy}};
}

// What its giver calls the transcript that came with an episode.
json given_name(const ClipWishes& wishes, const DataFolders& folders, const EpisodeId& id) {
  const auto given = given_transcript(wishes, folders, id);
  if (!given) return nullptr;
  return wishes.transcript_name.empty() ? given->filename().string() : wishes.transcript_name;
}

}  // namespace

Result<json> episode_view(const Episode& episode, const ViewParts& parts) {
  // The end of a job is told to the queue first and to the board second, so they are asked the other way round:
  // whatever the board says of a failure, the queue knows its stage and reason by then.
  PODPROMO_TRY(shown, parts.board.progress(episode.id));
  PODPROMO_TRY(record, parts.jobs.latest(episode.id));
  const Progress progress = shown.value_or(Progress{.stage = "queued"});
  const auto error = record ? parse_job_error(record->error) : std::nullopt;
  const ClipWishes wishes = parse_wishes(episode.wishes).value_or(ClipWishes{});
  const json& outline = episode.outline;
  std::error_code trouble;
  json view{{"id", episode.id.text()},
            {"title", episode.title},
            {"show", episode.show},
            {"filename", episode.filename},
            {"kind", outline.value("kind", kind_by_name(episode.extension))},
            {"bytes", episode.bytes},
            {"created_at", rfc3339(episode.created_at)},
            {"status", progress.stage},
            {"progress", progress_json(progress)},
            {"has_cover", fs::exists(parts.folders.cover(episode.id), trouble)},
            {"given_transcript", given_name(wishes, parts.folders, episode.id)},
            {"stages", stages_view(place_of(progress, error, wishes), wishes, outline)},
            {"error", error_view(progress, error)}};
  for (const char* name :
       {"duration_s", "clip_count", "language", "word_count", "loudness_lufs", "candidates", "ads_left_out"})
    view[name] = field(outline, name);
  return view;
}

}  // namespace podpromo
