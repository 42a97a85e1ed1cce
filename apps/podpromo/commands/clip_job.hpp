#pragma once

#include "commands/command.hpp"
#include "stages/pipeline.hpp"

#include <string>
#include <vector>

namespace podpromo {

// One episode to be clipped into a folder.
struct ClipJob {
  fs::path media;
  fs::path out;       // finished clips; the work lies in out/.podpromo
  ClipWishes wishes;  // wishes.transcript_is_a_guess when it was found beside the media
  bool quiet = false;
  std::string sha256 = {};  // of the media, where it is known already
};

// Runs it and shows how it goes. When it returns, whatever the reason, the same job can be run again and goes on.
// Fails with conflict when another process works in the same folder.
Result<EpisodeResult> run_clip_job(const ClipJob& job, const Ears& ears, const Desk& desk);

// The jobs in the folders below `out` that began and did not finish, as they were asked for.
Result<std::vector<ClipJob>> unfinished_jobs(const fs::path& out);

}  // namespace podpromo
