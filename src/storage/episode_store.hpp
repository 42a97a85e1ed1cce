#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace podpromo {

// What was uploaded, and what is known about it since.
struct Episode {
  EpisodeId id;
  std::string title = {};      // what people see; the file's name until the tags are read
  std::string show = {};       // empty when unknown
  std::string filename = {};   // as uploaded, without folders
  std::string extension = {};  // lower case, no dot
  std::uint64_t bytes = 0;
  std::string sha256 = {};                             // of the media; empty when nobody counted
  std::chrono::system_clock::time_point created_at{};  // kept to the millisecond
  nlohmann::json wishes = nlohmann::json::object();    // jobs/wishes.hpp
  nlohmann::json outline = nlohmann::json::object();   // jobs/outline.hpp: what the stages found, for lists
};

// Where an episode stands among all, newest first, equal times by id.
struct EpisodePlace {
  std::chrono::system_clock::time_point created_at{};
  EpisodeId id;
};

// Remembers episodes, the index of their clips and what people decided about them. Every change is durable when the
// call returns. Any thread may call. All fail with no_space, denied or internal when the disk fails.
class EpisodeStore {
 public:
  virtual ~EpisodeStore() = default;

  // Fails with conflict when the id is taken.
  virtual Done add(const Episode& episode) = 0;
  // Fails with not_found.
  virtual Result<Episode> find(const EpisodeId& id) = 0;
  // Newest first; equal times by id.
  virtual Result<std::vector<Episode>> newest(std::size_t limit) = 0;
  // Those that come next in the same order. Nobody need be at that place any more.
  virtual Result<std::vector<Episode>> next_after(const EpisodePlace& place, std::size_t limit) = 0;
  // Those whose media has so many bytes, oldest first.
  virtual Result<std::vector<Episode>> of_length(std::uint64_t bytes) = 0;
  // How many bytes all uploaded media take.
  virtual Result<std::uint64_t> stored_bytes() = 0;
  // Each fails with not_found.
  virtual Done rename(const EpisodeId& id, const std::string& title, const std::string& show) = 0;
  virtual Done set_outline(const EpisodeId& id, const nlohmann::json& outline) = 0;
  // With its job, its clips and their titles. Not found is no failure.
  virtual Done remove(const EpisodeId& id) = 0;

  // Replaces the clips of the episode; titles chosen by people stay with the ids they were chosen for.
  virtual Done set_clips(const EpisodeId& id, std::span<const ClipId> clips) = 0;
  // Fails with not_found unless the clip is among its episode's clips.
  virtual Result<EpisodeId> episode_of(const ClipId& clip) = 0;
  // Fails as episode_of() does.
  virtual Done choose_title(const ClipId& clip, const std::string& title) = 0;
  virtual Result<std::map<ClipId, std::string>> chosen_titles(const EpisodeId& id) = 0;
};

}  // namespace podpromo
