#pragma once

#include "base/clock.hpp"
#include "http/signed_links.hpp"
#include "jobs/episode_view.hpp"
#include "jobs/workshop.hpp"
#include "upload/incoming_file.hpp"

#include <cstdint>
#include <string>

namespace podpromo {

// What the routes work with; all outlive the server.
struct Front {
  const DataFolders& folders;
  EpisodeStore& episodes;
  JobQueue& jobs;
  ProgressBoard& board;
  Workshop& workshop;
  const LinkSigner& signer;
  const Clock& clock;
  UploadLimits upload_limits;
  std::uint64_t quota_bytes = std::uint64_t{10} << 30;  // of all uploaded media
  std::size_t most_waiting = 100;                       // jobs
  ClipWishes wishes{};                                  // for uploads that don't say otherwise

  ViewParts view() const { return {folders, episodes, jobs, board}; }
};

}  // namespace podpromo
