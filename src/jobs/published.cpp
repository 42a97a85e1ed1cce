#include <algorithm>
#include <system_error>

#include "corrections/corrections.hpp"
#include "episode/json.hpp"
#include "jobs/episode_view.hpp"
#include "jobs/wishes.hpp"
#include "speech/listen.hpp"
#include "stages/stage_run.hpp"
#include "storage/artefact_names.hpp"
#include "storage/artefacts.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

std::string preview_name(const DataFolders& folders, const EpisodeId& id, const ClipId& clip) {
  std::error_code error;
  for (const char* extension : {".mp4", ".m4a"})
    if (std::string name = clip.text() + extension; fs::exists(folders.previews(id) / name, error)) return name;
  return {};
}

PublishedClip clip_from(const json& in) {
  PublishedClip published{.clip = in.get<Clip>(), .rank = in.at("rank"), .renders = in.at("renders")};
  published.srt = in.at("captions").at("srt");
  published.vtt = in.at("captions").at("vtt");
  return published;
}

// The form that the last stage writes (docs/data-on-disk.md).
Result<PublishedClips> clips_from(const std::string& text) {
  try {
    const json in = json::parse(text);
    PublishedClips published{.clips = {}, .no_clips_reason = in.at("no_clips_reason")};
    for (const json& clip : in.at("clips")) published.clips.push_back(clip_from(clip));
    return published;
  } catch (const json::exception& trouble) {
    return failure(Fault::unreadable_media, "the list of clips is damaged", {}, trouble.what());
  }
}

// While somebody works on the episode, or failed to, what it should have in the end is about to be made.
std::unexpected<Error> unreadable(const EpisodeId& id, const ViewParts& parts, const std::string& why) {
  const auto record = parts.jobs.latest(id);
  if (record && *record && (*record)->state == JobState::done)
    return failure(Fault::conflict, why, "Retry makes it again from what is still here.");
  return failure(Fault::not_found, "the episode has no clips yet", "Ask again when it is complete.");
}

bool is_file(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

bool has_files(const PublishedClip& clip, const fs::path& folder) {
  const auto rendered = [&](const Render& render) {
    return is_file(folder / render.file) && is_file(folder / render.poster);
  };
  return is_file(folder / clip.srt) && is_file(folder / clip.vtt) && std::ranges::all_of(clip.renders, rendered);
}

}  // namespace

Result<PublishedClips> published_clips(const EpisodeId& id, const ViewParts& parts) {
  std::error_code error;
  // The transcript is published last; a list of clips without it is still being finished.
  if (!fs::exists(parts.folders.transcript(id), error)) {
    if (error) return failure(system_error("look for the transcript", error.value()));
    return unreadable(id, parts, "the transcript of this episode is not on the server's disk any more");
  }
  const auto text = read_whole(parts.folders.clip_list(id));
  if (!text && text.error().fault == Fault::not_found)
    return unreadable(id, parts, "the list of clips is not on the server's disk any more");
  if (!text) return failure(text.error());
  auto published = clips_from(*text);
  if (!published) return unreadable(id, parts, published.error().reason);
  PODPROMO_TRY(titles, parts.episodes.chosen_titles(id));
  for (PublishedClip& one : published->clips) {
    if (const auto chosen = titles.find(one.clip.id); chosen != titles.end()) one.clip.title = chosen->second;
    one.preview = preview_name(parts.folders, id, one.clip.id);
  }
  return *std::move(published);
}

bool is_whole(const Episode& episode, const ViewParts& parts) {
  const auto published = published_clips(episode.id, parts);
  const Artefacts artefacts(parts.folders.work(episode.id));
  if (!published || !artefacts.peek<Sound>(kSoundArtefact) || !artefacts.peek<Transcript>(kWordsArtefact)) return false;
  const ClipWishes wishes = parse_wishes(episode.wishes).value_or(ClipWishes{});
  const fs::path folder = parts.folders.clips_of(episode.id);
  return std::ranges::all_of(published->clips, [&](const PublishedClip& clip) {
    return has_files(clip, folder) && (!wishes.previews || !clip.preview.empty());
  });
}

Result<WordsView> words_view(const EpisodeId& id, const DataFolders& folders) {
  const Artefacts artefacts(folders.work(id));
  if (const auto heard = artefacts.peek<Transcript>(kWordsArtefact)) {
    PODPROMO_TRY(corrections, load_corrections(folders.corrections(id)));
    return WordsView{corrected(*heard, corrections), false};
  }
  if (const auto text = read_whole(folders.transcript(id)))
    if (auto transcript = from_json_text<Transcript>(*text)) return WordsView{*std::move(transcript), false};
  Transcript so_far = heard_so_far(words_journal({{}, folders.work(id), {}, {}}));
  if (so_far.words.empty())
    return failure(Fault::not_found, "nothing was heard of this episode yet", "Ask again in a moment.");
  return WordsView{std::move(so_far), true};
}

Result<Transcript> heard_view(const EpisodeId& id, const DataFolders& folders) {
  if (auto heard = Artefacts(folders.work(id)).peek<Transcript>(kWordsArtefact)) return *std::move(heard);
  std::error_code error;
  if (!fs::exists(folders.transcript(id), error))
    return failure(Fault::conflict, "the episode is still being listened to", "Correct it when it is complete.");
  return failure(Fault::conflict, "what was heard of this episode is not on the server's disk any more",
                 "Bring 30_words.json in its work folder back from a backup, or try the episode again: it is heard "
                 "once more.");
}

Result<Sound> sound_view(const EpisodeId& id, const DataFolders& folders) {
  if (auto sound = Artefacts(folders.work(id)).peek<Sound>(kSoundArtefact)) return *std::move(sound);
  std::error_code error;
  if (fs::exists(folders.transcript(id), error))
    return failure(Fault::conflict, "what is known of this episode's sound is not on the server's disk any more",
                   "Try the episode again: its sound is measured once more.");
  return failure(Fault::not_found, "the sound of this episode isn't known yet", "Ask again in a moment.");
}

}  // namespace podpromo
