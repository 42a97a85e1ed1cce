#pragma once

#include "base/ids.hpp"
#include "progress/progress.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace podpromo {

// What is shown of one episode at one moment, ready to be sent.
struct Snapshot {
  Progress progress;
  ProgressAnswer answer;
  std::uint64_t change = 0;  // grows with every change
};
using Shown = std::shared_ptr<const Snapshot>;

// What is shown of each episode, asked for very often by many threads and changed now and then by a few. Whoever asks
// holds a lock only to copy a pointer, and never waits for one who is still working out what to show next. Any thread
// may call.
class Showcase {
 public:
  using Watchers = std::list<std::function<void()>>;

  // Nothing when the episode isn't in the showcase.
  Shown find(std::string_view id) const;
  // Shows what `change` makes of what is shown now, then tells those who watch; false when it makes nothing of it. One
  // change of an episode at a time: `change` may take its time.
  bool change(const EpisodeId& id, const std::function<Shown(const Shown&)>& change);
  // Puts `shown` there unless something is. Nobody is told: it is what was known before.
  void recall(const EpisodeId& id, const Shown& shown);
  // Takes it out. Nobody is told.
  void forget(const EpisodeId& id);
  // Tells those who watch the episode to look again.
  void tell(const EpisodeId& id) { tell(shard_of(id.text()), id.text()); }
  // Runs `work` unless the episode is in the showcase, while nobody can put it there.
  void unless_shown(const EpisodeId& id, const std::function<void()>& work);

  // Calls `wake` after every change of the episode and with tell(), on the thread that made it, until unwatch(). It
  // must not call the showcase.
  Watchers::iterator watch(const std::string& id, std::function<void()> wake);
  // When it returns, that wake isn't running and will not be called any more.
  void unwatch(const std::string& id, Watchers::iterator watcher);

 private:
  // Finds by string_view, so that asking allocates nothing.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <typename Value>
  using ById = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  struct Shard {
    std::mutex changing;       // one change at a time
    mutable std::mutex shown;  // held to copy or swap a pointer
    ById<Shown> episodes;
    std::mutex watching;
    ById<Watchers> watchers;
  };

  Shard& shard_of(std::string_view id) { return shards_[Hash{}(id) % shards_.size()]; }
  const Shard& shard_of(std::string_view id) const { return shards_[Hash{}(id) % shards_.size()]; }
  static Shown find_in(const Shard& shard, std::string_view id);
  static void tell(Shard& shard, std::string_view id);

  std::array<Shard, 64> shards_;
};

}  // namespace podpromo
