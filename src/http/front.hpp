#pragma once

#include "base/clock.hpp"
#include "http/signed_links.hpp"
#include "jobs/episode_view.hpp"
#include "jobs/intake.hpp"
#include "jobs/workshop.hpp"
#include "storage/folder_watch.hpp"
#include "storage/storage_room.hpp"
#include "upload/upload_store.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace podpromo {

class Access;

// What the routes work with; all outlive the server.
struct Front {
  const DataFolders& folders;
  EpisodeStore& episodes;
  JobQueue& jobs;
  ProgressBoard& board;
  Workshop& workshop;
  UploadStore& uploads;
  Intake& intake;
  const LinkSigner& signer;
  const Clock& clock;
  StorageRoom& room;
  FolderWatch& watch;
  UploadLimits upload_limits;
  std::function<bool()> model_there = [] { return true; };  // the speech model is on disk
  std::string sound_goes_to = {};                           // the server that hears; empty when that is done here
  std::size_t most_waiting = 100;                           // jobs
  Access* access = nullptr;                                 // nobody needs to sign in without

  ViewParts view() const { return {folders, episodes, jobs, board}; }
};

}  // namespace podpromo
