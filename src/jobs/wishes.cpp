#include "jobs/wishes.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

ClipWishes wishes_from(const json& in) {
  ClipWishes wishes;
  wishes.moments.min_s = in.value("min_s", wishes.moments.min_s);
  wishes.moments.max_s = in.value("max_s", wishes.moments.max_s);
  wishes.moments.max_clips = in.value("max_clips", wishes.moments.max_clips);
  wishes.language = in.value("language", wishes.language);
  if (const auto it = in.find("speakers"); it != in.end())
    wishes.speakers = it->is_null() ? std::nullopt : std::optional(it->get<int>());
  if (const auto it = in.find("sound_track"); it != in.end()) wishes.sound_track = it->get<int>();
  wishes.previews = in.value("previews", wishes.previews);
  wishes.renders = in.value("renders", wishes.renders);
  wishes.title = in.value("title", wishes.title);
  wishes.show = in.value("show", wishes.show);
  wishes.file_name = in.value("file_name", wishes.file_name);
  if (const auto it = in.find("transcript"); it != in.end()) wishes.transcript = fs::path(it->get<std::string>());
  wishes.transcript_name = in.value("transcript_name", wishes.transcript_name);
  wishes.transcript_is_a_guess = in.value("transcript_is_a_guess", false);
  return wishes;
}

}  // namespace

json wishes_json(const ClipWishes& wishes) {
  json formats = json::array();
  for (const Format format : wishes.formats) formats.push_back(format_name(format));
  json out{{"min_s", wishes.moments.min_s},
           {"max_s", wishes.moments.max_s},
           {"max_clips", wishes.moments.max_clips},
           {"formats", formats},
           {"language", wishes.language},
           {"speakers", wishes.speakers ? json(*wishes.speakers) : json()},
           {"previews", wishes.previews},
           {"renders", wishes.renders},
           {"title", wishes.title},
           {"file_name", wishes.file_name}};
  if (wishes.sound_track) out["sound_track"] = *wishes.sound_track;
  if (!wishes.show.empty()) out["show"] = wishes.show;
  if (wishes.transcript) out["transcript"] = wishes.transcript->string();
  if (!wishes.transcript_name.empty()) out["transcript_name"] = wishes.transcript_name;
  if (wishes.transcript_is_a_guess) out["transcript_is_a_guess"] = true;
  return out;
}

Result<ClipWishes> parse_wishes(const json& in) {
  try {
    ClipWishes wishes = wishes_from(in);
    if (!in.contains("formats")) return wishes;
    wishes.formats.clear();
    for (const json& name : in.at("formats")) {
      PODPROMO_TRY(format, parse_format(name.get<std::string>()));
      wishes.formats.push_back(format);
    }
    return wishes;
  } catch (const json::exception& trouble) {
    return failure(Fault::internal, "what was wanted of this episode can't be read any more",
                   "Delete the episode and upload it again.", trouble.what());
  }
}

std::optional<fs::path> given_transcript(const ClipWishes& wishes, const DataFolders& folders, const EpisodeId& id) {
  if (!wishes.transcript) return std::nullopt;
  // Only its name is kept: the folders may have been moved.
  fs::path file = folders.episode(id) / wishes.transcript->filename();
  std::error_code unknown;
  if (!fs::exists(file, unknown)) return std::nullopt;
  return file;
}

}  // namespace podpromo
