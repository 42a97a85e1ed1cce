#pragma once

#include "base/durable.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// The kinds of file an episode may come as, in lower case and without the dot.
inline constexpr std::array<std::string_view, 12> kMediaExtensions{"mp3",  "wav", "m4a", "aac", "flac", "ogg",
                                                                   "opus", "mp4", "mov", "mkv", "webm", "avi"};

// The five folders that data lives in, and every name below them. Nothing else makes up a path of an episode's file.
// docs/data-on-disk.md describes what is inside. The functions only name; those that touch the disk say so.
struct DataFolders {
  fs::path uploads;
  fs::path outputs;
  fs::path logs;
  fs::path transcripts;
  fs::path clips;

  // <uploads>/<id>/ with the media, the record, the progress and the artefacts of one episode.
  fs::path episode(const EpisodeId& id) const { return uploads / id.text(); }
  fs::path source(const EpisodeId& id, std::string_view extension) const {
    return episode(id) / ("source." + std::string(extension));
  }
  fs::path record(const EpisodeId& id) const { return episode(id) / "episode.json"; }
  fs::path progress(const EpisodeId& id) const { return episode(id) / "progress.json"; }
  fs::path work(const EpisodeId& id) const { return episode(id) / "work"; }
  // Finished clips with their captions, and clips.json, whose presence means "finished".
  fs::path clips_of(const EpisodeId& id) const { return clips / id.text(); }
  fs::path clip_list(const EpisodeId& id) const { return clips_of(id) / "clips.json"; }
  fs::path previews(const EpisodeId& id) const { return outputs / "previews" / id.text(); }
  fs::path cover(const EpisodeId& id) const { return previews(id) / "cover.jpg"; }
  // Published last: who finds it may take the episode for complete.
  fs::path transcript(const EpisodeId& id) const { return transcripts / (id.text() + ".json"); }
  fs::path log(const EpisodeId& id) const { return logs / (id.text() + ".log"); }

  // Uploads that are still arriving; on the same file system as episode(), so that finishing is one rename.
  fs::path incoming() const { return uploads / ".incoming"; }
  fs::path database() const { return outputs / "podpromo.db"; }
  // Held while a server works here (data_lock.hpp): what may not be shared lies below these two.
  std::array<fs::path, 2> locks() const { return {uploads / ".podpromo.lock", outputs / ".podpromo.lock"}; }
  // How long stages took here, for the time left.
  fs::path stage_costs() const { return outputs / "stage_costs.json"; }

  // Makes the five folders. Fails with denied when one can't be made or written to, and names its setting.
  Done make() const;
  // The uploaded media: <uploads>/<id>/source.<ext> or <uploads>/<id>.<ext>, any accepted extension in lower or upper
  // case. Nothing when there is none. Fails when the disk refuses the answer.
  Result<std::optional<fs::path>> find_source(const EpisodeId& id) const;
  // True for an id whose folder would be one of the five ("transcripts" in the development layout). No episode may
  // be called that.
  bool reserved(const EpisodeId& id) const;
  // Takes everything of the episode out of sight by one rename a folder, then deletes it. What is left of a deletion
  // that a crash cut short is deleted by empty_trash(). Not found is no failure.
  Done remove(const EpisodeId& id) const;
  // For the start, before anybody works: finishes deletions and clears unfinished drafts. Uploads that are still
  // arriving stay; upload/upload_store.hpp knows which of them are worth it.
  void empty_trash() const;
};

}  // namespace podpromo
