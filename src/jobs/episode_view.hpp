#pragma once

#include "base/result.hpp"
#include "episode/clip.hpp"
#include "episode/render.hpp"
#include "episode/sound.hpp"
#include "episode/transcript.hpp"
#include "progress/progress_board.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"
#include "storage/job_queue.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace podpromo {

// What views are made from; all outlive the call.
struct ViewParts {
  const DataFolders& folders;
  EpisodeStore& episodes;
  JobQueue& jobs;
  ProgressBoard& board;
};

// The Episode object of the API, whole. Cheap: reads no artefacts.
Result<nlohmann::json> episode_view(const Episode& episode, const ViewParts& parts);

// A finished clip with what belongs to it. File names are relative to folders.clips_of(id).
struct PublishedClip {
  Clip clip;  // with the title a person chose, if one did
  std::size_t rank = 1;
  std::vector<Render> renders = {};
  std::string srt = {};  // names of its caption files
  std::string vtt = {};
  std::string preview = {};  // name inside folders.previews(id); empty when there is none
};

struct PublishedClips {
  std::vector<PublishedClip> clips;  // best first
  std::string no_clips_reason = {};
};

// The clips of an episode that is complete. Fails with not_found until then, with conflict when its work is done but
// what that left can't be read any more: it has to be made again (Workshop::fail_damaged()).
Result<PublishedClips> published_clips(const EpisodeId& id, const ViewParts& parts);

// Whether all that a finished episode should have is there, to the last file that its clips name.
bool is_whole(const Episode& episode, const ViewParts& parts);

// The words of an episode: all when `partial` is false, else those heard so far.
struct WordsView {
  Transcript transcript;
  bool partial = false;
};

// With what people corrected. Fails with not_found when nothing was heard yet.
Result<WordsView> words_view(const EpisodeId& id, const DataFolders& folders);

// All words as they were heard, before anybody corrected them. Fails with conflict when not all of them are there: not
// yet, or because the file is damaged or gone.
Result<Transcript> heard_view(const EpisodeId& id, const DataFolders& folders);

// Fails with not_found until the sound is known, with conflict when that is damaged or gone.
Result<Sound> sound_view(const EpisodeId& id, const DataFolders& folders);

}  // namespace podpromo
