#pragma once

#include "base/durable.hpp"

#include <vector>

namespace podpromo {

// Inside a folder of clips: where the run keeps its artefacts, and the note that tells of which episode they are.
fs::path work_folder(const fs::path& clips);
fs::path job_file(const fs::path& clips);

// The name of the media of which `clips` holds clips, or the beginning of them, when that is another episode than
// `media`: another file with other bytes. Empty when there is none.
std::string other_episode_in(const fs::path& clips, const fs::path& media);
// Where the clips of `media` go when nobody says: `root`/NAME; where that is another episode's, or `taken`, NAME-2 and
// so on.
fs::path clip_folder(const fs::path& root, const fs::path& media, const std::vector<fs::path>& taken);

}  // namespace podpromo
