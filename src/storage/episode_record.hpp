#pragma once

#include "base/clock.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"

#include <vector>

namespace podpromo {

// episode.json beside the media says all that was known at upload, so that a lost database can be made anew.
Done save_record(const DataFolders& folders, const Episode& episode);
Result<Episode> load_record(const DataFolders& folders, const EpisodeId& id);

// Adds every episode that has a record and its media on disk but is missing in the store; returns those.
Result<std::vector<EpisodeId>> adopt_records(const DataFolders& folders, EpisodeStore& store);

}  // namespace podpromo
