#pragma once

#include "base/result.hpp"
#include "stages/pipeline.hpp"
#include "storage/data_folders.hpp"

#include <optional>

#include <nlohmann/json.hpp>

namespace podpromo {

// The JSON form of wishes as episodes keep them. A field that is missing has the default of ClipWishes.
nlohmann::json wishes_json(const ClipWishes& wishes);
// Fails with internal when a field has the wrong type.
Result<ClipWishes> parse_wishes(const nlohmann::json& json);

// Where the transcript lies that came with an episode: nothing when none did, or when it is gone since, as when
// somebody wanted to be listened to instead.
std::optional<fs::path> given_transcript(const ClipWishes& wishes, const DataFolders& folders, const EpisodeId& id);

}  // namespace podpromo
