#pragma once

#include "base/clock.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"

#include <vector>

namespace podpromo {

// episode.json beside the media says all that was known at upload, so that a lost database can be made anew.
Done save_record(const DataFolders& folders, const Episode& episode);
Result<Episode> load_record(const DataFolders& folders, const EpisodeId& id);

// Adds every episode whose media is on disk but which the store doesn't know; returns those. One without a readable
// record gets one that says what can be seen of the media. Folders of ours that a crash left before any media had come
// are deleted; so nobody may be taking an upload in.
Result<std::vector<EpisodeId>> adopt_records(const DataFolders& folders, EpisodeStore& store);

}  // namespace podpromo
