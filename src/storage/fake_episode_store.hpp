#pragma once

#include "storage/episode_store.hpp"

#include <algorithm>
#include <mutex>

namespace podpromo {

// Remembers in memory only.
class FakeEpisodeStore final : public EpisodeStore {
 public:
  Done add(const Episode& episode) override {
    const std::lock_guard lock(mutex_);
    if (!episodes_.emplace(episode.id, episode).second)
      return failure(Fault::conflict, "there is an episode with this id already");
    return {};
  }

  Result<Episode> find(const EpisodeId& id) override {
    const std::lock_guard lock(mutex_);
    const auto it = episodes_.find(id);
    if (it == episodes_.end()) return failure(Fault::not_found, "episode not found");
    return it->second;
  }

  Result<std::vector<Episode>> newest(std::size_t limit) override {
    return listed(limit, [](const Episode&) { return true; });
  }

  Result<std::vector<Episode>> next_after(const EpisodePlace& place, std::size_t limit) override {
    return listed(limit, [&](const Episode& episode) {
      return episode.created_at < place.created_at || (episode.created_at == place.created_at && episode.id > place.id);
    });
  }

  Result<std::vector<Episode>> of_length(std::uint64_t bytes) override {
    const std::lock_guard lock(mutex_);
    std::vector<Episode> alike;
    for (const auto& [id, episode] : episodes_)
      if (episode.bytes == bytes) alike.push_back(episode);
    std::ranges::stable_sort(alike, std::less{}, &Episode::created_at);
    return alike;
  }

  Result<std::uint64_t> stored_bytes() override {
    const std::lock_guard lock(mutex_);
    std::uint64_t sum = 0;
    for (const auto& [id, episode] : episodes_) sum += episode.bytes;
    return sum;
  }

  Done rename(const EpisodeId& id, const std::string& title, const std::string& show) override {
    return change(id, [&](Episode& episode) {
      episode.title = title;
      episode.show = show;
    });
  }

  Done set_outline(const EpisodeId& id, const nlohmann::json& outline) override {
    return change(id, [&](Episode& episode) { episode.outline = outline; });
  }

  Done remove(const EpisodeId& id) override {
    const std::lock_guard lock(mutex_);
    episodes_.erase(id);
    std::erase_if(clips_, [&](const auto& entry) { return entry.second.episode == id; });
    return {};
  }

  Done set_clips(const EpisodeId& id, std::span<const ClipId> clips) override {
    const std::lock_guard lock(mutex_);
    if (!episodes_.contains(id)) return failure(Fault::not_found, "episode not found");
    for (auto& [clip, entry] : clips_)
      if (entry.episode == id) entry.current = false;
    for (const ClipId& clip : clips) clips_.try_emplace(clip, Entry{id}).first->second.current = true;
    return {};
  }

  Result<EpisodeId> episode_of(const ClipId& clip) override {
    const std::lock_guard lock(mutex_);
    const auto it = clips_.find(clip);
    if (it == clips_.end() || !it->second.current) return failure(Fault::not_found, "clip not found");
    return it->second.episode;
  }

  Done choose_title(const ClipId& clip, const std::string& title) override {
    const std::lock_guard lock(mutex_);
    const auto it = clips_.find(clip);
    if (it == clips_.end() || !it->second.current) return failure(Fault::not_found, "clip not found");
    it->second.title = title;
    return {};
  }

  Result<std::map<ClipId, std::string>> chosen_titles(const EpisodeId& id) override {
    const std::lock_guard lock(mutex_);
    std::map<ClipId, std::string> titles;
    for (const auto& [clip, entry] : clips_)
      if (entry.episode == id && entry.title) titles.emplace(clip, *entry.title);
    return titles;
  }

 private:
  struct Entry {
    EpisodeId episode;
    bool current = true;
    std::optional<std::string> title = {};
  };

  template <typename Fits>
  std::vector<Episode> listed(std::size_t limit, Fits&& fits) {
    const std::lock_guard lock(mutex_);
    std::vector<Episode> all;
    for (const auto& [id, episode] : episodes_)
      if (fits(episode)) all.push_back(episode);
    std::ranges::stable_sort(all, std::greater{}, &Episode::created_at);
    if (all.size() > limit) all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
    return all;
  }

  template <typename Change>
  Done change(const EpisodeId& id, Change&& change) {
    const std::lock_guard lock(mutex_);
    const auto it = episodes_.find(id);
    if (it == episodes_.end()) return failure(Fault::not_found, "episode not found");
    change(it->second);
    return {};
  }

  std::mutex mutex_;
  std::map<EpisodeId, Episode> episodes_;
  std::map<ClipId, Entry> clips_;
};

}  // namespace podpromo
