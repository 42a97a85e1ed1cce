#pragma once

#include "base/durable.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The kinds of file an episode may come as, in lower case and without the dot.
inline constexpr std::array<std::string_view, 12> kMediaExtensions{"mp3",  "wav", "m4a", "aac", "flac", "ogg",
                                                                   "opus", "mp4", "mov", "mkv", "webm", "avi"};

struct NamedFolder {
  std::string_view setting;
  fs::path path;
};

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
  // The transcript that came with the media.
  fs::path given_transcript(const EpisodeId& id, std::string_view extension) const {
    return episode(id) / ("given-transcript" + std::string(extension));
  }
  fs::path record(const EpisodeId& id) const { return episode(id) / "episode.json"; }
  // What people changed in the transcript.
  fs::path corrections(const EpisodeId& id) const { return episode(id) / "corrections.json"; }
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
  // What the log became when it was full.
  fs::path older_log(const EpisodeId& id) const { return logs / (id.text() + ".1.log"); }

  // Uploads that are still arriving; on the same file system as episode(), so that finishing is one rename.
  fs::path incoming() const { return uploads / ".incoming"; }
  fs::path database() const { return outputs / "podpromo.db"; }
  // Held while a server works here (data_lock.hpp): what may not be shared lies below these two.
  std::array<fs::path, 2> locks() const { return {uploads / ".podpromo.lock", outputs / ".podpromo.lock"}; }
  // The names and words that each show is known to say.
  fs::path shows() const { return outputs / "shows"; }
  // How long stages took here, for the time left.
  fs::path stage_costs() const { return outputs / "stage_costs.json"; }

  // The five, with the settings that name them.
  std::array<NamedFolder, 5> all() const;
  // Fails with bad_request when two of them would mix the files of episodes, or when one lies where files are cleared
  // away. Changes nothing.
  Done check_layout() const;
  // Fails with bad_request when a folder inside them, between which files are renamed, is on another file system.
  Done check_renames() const;
  // Makes the five folders after both checks, and writes to each. Fails with denied or no_space when one can't be made
  // or written to, and names its setting; whatever could be known before was, and then nothing has been made.
  Done make() const;
  // The uploaded media: <uploads>/<id>/source.<ext> or <uploads>/<id>.<ext>, any accepted extension in lower or upper
  // case. Nothing when there is none. Fails when the disk refuses the answer.
  Result<std::optional<fs::path>> find_source(const EpisodeId& id) const;
  // True for an id whose folder would be one of the five ("transcripts" in the development layout). No episode may
  // be called that.
  bool reserved(const EpisodeId& id) const;
  // Takes everything of the episode out of sight by renames, the folder of the upload first and durably: from then on
  // the episode is being deleted, whatever happens. Not found is no failure.
  Done put_away(const EpisodeId& id) const;
  // Deletes what put_away() put away.
  Done clear_away(const EpisodeId& id) const;
  // Both, one after the other.
  Done remove(const EpisodeId& id) const;
  // The episodes that put_away() put away and whose deletion a crash may have cut short.
  std::vector<EpisodeId> put_away_before() const;
  // For the start, before anybody works: deletes everything that was put away and clears unfinished drafts. Uploads
  // that are still arriving stay; upload/upload_store.hpp knows which of them are worth it.
  void empty_trash() const;
};

}  // namespace podpromo
