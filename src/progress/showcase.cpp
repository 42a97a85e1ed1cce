#include "progress/showcase.hpp"

#include <utility>

namespace podpromo {

Shown Showcase::find_in(const Shard& shard, std::string_view id) {
  const std::lock_guard lock(shard.shown);
  const auto it = shard.episodes.find(id);
  return it == shard.episodes.end() ? nullptr : it->second;
}

void Showcase::tell(Shard& shard, std::string_view id) {
  const std::lock_guard lock(shard.watching);
  const auto it = shard.watchers.find(id);
  if (it == shard.watchers.end()) return;
  for (const auto& wake : it->second) wake();
}

Shown Showcase::find(std::string_view id) const { return find_in(shard_of(id), id); }

bool Showcase::change(const EpisodeId& id, const std::function<Shown(const Shown&)>& change) {
  Shard& shard = shard_of(id.text());
  {
    const std::lock_guard one_at_a_time(shard.changing);
    Shown next = change(find_in(shard, id.text()));
    if (!next) return false;
    const std::lock_guard lock(shard.shown);
    // What was shown goes when the lock is gone: freeing it takes longer than the swap.
    std::swap(shard.episodes[id.text()], next);
  }
  tell(shard, id.text());
  return true;
}

void Showcase::recall(const EpisodeId& id, const Shown& shown) {
  Shard& shard = shard_of(id.text());
  const std::lock_guard one_at_a_time(shard.changing);
  const std::lock_guard lock(shard.shown);
  shard.episodes.try_emplace(id.text(), shown);
}

void Showcase::forget(const EpisodeId& id) {
  Shard& shard = shard_of(id.text());
  const std::lock_guard one_at_a_time(shard.changing);
  const std::lock_guard lock(shard.shown);
  shard.episodes.erase(id.text());
}

void Showcase::unless_shown(const EpisodeId& id, const std::function<void()>& work) {
  Shard& shard = shard_of(id.text());
  const std::lock_guard one_at_a_time(shard.changing);
  if (!find_in(shard, id.text())) work();
}

Showcase::Watchers::iterator Showcase::watch(const std::string& id, std::function<void()> wake) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.watching);
  Watchers& watchers = shard.watchers[id];
  return watchers.insert(watchers.end(), std::move(wake));
}

void Showcase::unwatch(const std::string& id, Watchers::iterator watcher) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.watching);
  const auto it = shard.watchers.find(id);
  it->second.erase(watcher);
  if (it->second.empty()) shard.watchers.erase(it);
}

}  // namespace podpromo
