#include <set>

#include <fmt/format.h>

#include "captions/captions.hpp"
#include "episode/json.hpp"
#include "stages/clip_files.hpp"
#include "stages/result_page.hpp"
#include "stages/stage_run.hpp"
#include "stages/transcript_forms.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

// Writes only what differs, so that running a finished episode again leaves every file as it was.
Done write_if_changed(const fs::path& file, const std::string& text) {
  if (const auto there = read_whole(file); there && *there == text) return {};
  return write_durably(file, text);
}

json clip_json(const EpisodeResult& result, const Clip& clip, std::size_t rank) {
  json out = clip;
  out["rank"] = rank;
  out["captions"] = {{"srt", clip_stem(clip) + ".srt"}, {"vtt", clip_stem(clip) + ".vtt"}};
  out["renders"] = json::array();
  for (const Render& render : result.renders)
    if (render.clip == clip.id) out["renders"].push_back(render);
  return out;
}

json clips_json(const StageRun& run, const EpisodeResult& result) {
  json out = result.moments;
  out["version"] = 1;
  out["episode"] = {{"id", run.id.text()},
                    {"title", result.title},
                    {"show", result.show},
                    {"source", run.places.media.filename().string()},
                    {"sha256", run.media_sha256},
                    {"duration_s", result.sound.duration_s},
                    {"language", result.transcript.language}};
  out["clips"] = json::array();
  for (std::size_t i = 0; i < result.moments.clips.size(); ++i)
    out["clips"].push_back(clip_json(result, result.moments.clips[i], i + 1));
  return out;
}

Done publish_captions(const StageRun& run, const EpisodeResult& result) {
  for (const Clip& clip : result.moments.clips) {
    const auto words = words_between(result.transcript, clip.start, clip.end);
    const fs::path stem = run.places.clips / clip_stem(clip);
    PODPROMO_TRY(write_if_changed(stem.string() + ".srt", srt(words)));
    PODPROMO_TRY(write_if_changed(stem.string() + ".vtt", webvtt(words)));
  }
  return {};
}

Done publish_transcript(const StageRun& run, const EpisodeResult& result) {
  const fs::path& folder = run.places.clips;
  for (const auto form : {TranscriptForm::json, TranscriptForm::srt, TranscriptForm::vtt, TranscriptForm::txt}) {
    const std::string name = "transcript" + std::string(form_suffix(form));
    PODPROMO_TRY(write_if_changed(folder / name, transcript_text(result.transcript, result.sound.duration_s, form)));
  }
  return {};
}

// The files that a list of clips names for these clips.
std::set<std::string> files_of(const json& list, const std::set<std::string>& clips) {
  std::set<std::string> files;
  for (const json& clip : list.at("clips")) {
    if (!clips.contains(clip.at("id").get<std::string>())) continue;
    for (const json& captions : clip.at("captions")) files.insert(captions.get<std::string>());
    for (const json& render : clip.at("renders"))
      for (const char* part : {"file", "poster"}) files.insert(render.at(part).get<std::string>());
  }
  return files;
}

// A clip that got another title has files of other names: those that the list of before names are of no use. Clips that
// were chosen by other wishes keep theirs. A list that can't be read names nothing.
std::set<std::string> superseded(const std::string& before, const json& now) {
  try {
    std::set<std::string> clips;
    for (const json& clip : now.at("clips")) clips.insert(clip.at("id").get<std::string>());
    const auto current = files_of(now, clips);
    std::set<std::string> files = files_of(json::parse(before), clips);
    std::erase_if(files,
                  [&](const std::string& name) { return current.contains(name) || fs::path(name).filename() != name; });
    return files;
  } catch (const json::exception&) {
    return {};
  }
}

Done publish_list(const StageRun& run, const EpisodeResult& result) {
  const fs::path file = run.places.clips / "clips.json";
  const std::string before = read_whole(file).value_or("");
  const json now = clips_json(run, result);
  PODPROMO_TRY(write_if_changed(file, json_text(now)));
  std::error_code ignored;
  for (const std::string& name : superseded(before, now)) fs::remove(run.places.clips / name, ignored);
  return {};
}

}  // namespace

Done publish_stage(const StageRun& run, const EpisodeResult& result) {
  run.listener.began(Stage::publish, "Finishing");
  PODPROMO_TRY(publish_transcript(run, result));
  PODPROMO_TRY(publish_captions(run, result));
  PODPROMO_TRY(write_if_changed(run.places.clips / "index.html", result_page(result)));
  PODPROMO_TRY(publish_list(run, result));
  run.listener.finished(Stage::publish, "", false);
  return {};
}

}  // namespace podpromo
