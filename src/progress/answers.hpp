#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "progress/progress.hpp"

namespace podpromo {

// The three things GET /api/progress can say. The ETag is a sum of the body.
ProgressAnswer known_answer(const EpisodeId& id, const Progress& progress);
ProgressAnswer unknown_answer(std::string_view message);
// For a disk that refuses: found, with the stage "error" and the advice to ask again.
ProgressAnswer unreadable_answer(const Error& error);

}  // namespace podpromo
