#pragma once

#include "base/result.hpp"
#include "jobs/workshop.hpp"

namespace podpromo {

// What a server does before it starts to work, on folders that a server may have left at any instant: finishes
// deletions, adopts episodes the store lost, lets unfinished jobs wait again (or fail, when they keep killing the
// server), and makes progress, jobs and episodes agree where a crash came between. What is shown does not fall.
Done recover_jobs(const WorkshopParts& parts, const WorkshopSettings& settings);

// Deletes everything of an episode that nobody works on.
Done erase_episode(const WorkshopParts& parts, const EpisodeId& id);

}  // namespace podpromo
