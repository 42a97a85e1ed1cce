#pragma once

#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"

#include <cstdint>

namespace podpromo {

// What all logs of episodes may take together.
inline constexpr std::uint64_t kMostLogBytes = std::uint64_t{256} << 20;

// Deletes logs of episodes that are no more, and the oldest others until all take at most `most_bytes`. Looks at files
// that are named as logs of episodes are ("<32 hex digits>.log", ".1.log"): the folder may be somebody else's too.
// Returns how many it deleted.
std::size_t bound_logs(const fs::path& logs, EpisodeStore& episodes, std::uint64_t most_bytes = kMostLogBytes);

}  // namespace podpromo
