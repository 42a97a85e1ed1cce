#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "progress/progress.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// Who may move an episode's progress: the attempt that is on. Older ones are refused.
struct Attempt {
  EpisodeId episode;
  int number = 1;
};

struct ProgressUpdate {
  std::string stage;
  int percent = 0;  // clamped to 0…99; never lowers what is shown within an attempt
  std::string message;
  std::string detail = {};
  std::optional<double> eta_seconds = {};
  std::string eta_confidence = {};
};

// What is shown of an episode, with what a stream of it needs to know.
struct ProgressNews {
  ProgressAnswer answer;
  std::uint64_t change = 0;  // grows with every change the board made; 0 for what is told from disk
  bool over = false;         // completed, failed or gone: nothing follows by itself
};

// Progress of all episodes. In memory it is an immutable text per episode, ready to be sent; the file
// <uploads>/<id>/progress.json is written behind it, at most about 4 times a second, at once when the stage changes,
// and the last update always lands. Any thread may call anything; nothing here throws.
//
// Rules: within an attempt the percent never falls; completed is final; an error beats whatever was there but
// completed, and is final too; begin() starts over. They hold across restarts, because an episode's state is
// read from its file before the first change.
class ProgressBoard {
 public:
  struct Health {
    bool persisting = true;    // false while the last write of some episode failed
    std::string trouble = {};  // why, for people; empty when persisting
    std::uint64_t writes = 0;  // files written so far
  };

  // Both outlive the board. Starts the thread that writes.
  ProgressBoard(const DataFolders& folders, const Clock& clock);
  // Writes what is not written yet.
  ~ProgressBoard();
  ProgressBoard(const ProgressBoard&) = delete;
  ProgressBoard& operator=(const ProgressBoard&) = delete;

  // A new attempt: forgets what was there. From now on only `attempt` may move this episode.
  void begin(const Attempt& attempt, const ProgressUpdate& update);
  // From now on only `attempt` may move this episode, from where it stands: what is shown stays as it is. Acts as
  // begin() with `otherwise` when nothing is shown yet, or an end.
  void go_on(const Attempt& attempt, const ProgressUpdate& otherwise);
  // Each returns whether the rules let it through.
  bool update(const Attempt& attempt, const ProgressUpdate& update);
  bool complete(const Attempt& attempt, const std::string& message);
  bool fail(const Attempt& attempt, const std::string& message, const std::string& detail = {});
  // The episode is about to go: nothing is served from memory and nothing written any more.
  void forget(const EpisodeId& id);
  // What the disk has of it is gone as well. Those who watch are told now and not before, or they would look, find what
  // is still on disk and never look again.
  void gone(const EpisodeId& id);
  // Returns when everything told so far about the episode is on disk; fails when it could not be written.
  Done flush(const EpisodeId& id);

  // What is shown, from memory or from disk; nothing when the episode is unknown. Fails when the disk refuses.
  Result<std::optional<Progress>> progress(const EpisodeId& id);
  // For GET /api/progress/{id}, whatever `id` is. A missing or damaged file is answered from what else is on disk
  // (inference.hpp); a damaged one is set aside as progress.json.corrupt-<n>. Creates nothing. What the board was told
  // about takes well below a microsecond.
  ProgressAnswer answer(std::string_view id);
  // The same as answer(), for streams.
  ProgressNews news(std::string_view id);
  // The same from memory alone, for those who must not wait for a disk; nothing when it isn't there.
  std::optional<ProgressNews> news_at_hand(std::string_view id) const;
  // Calls `wake` after every change of the episode, known or not, until the watch is destroyed: on the thread that made
  // the change, so it returns at once and asks the board nothing. Outlived by the board.
  class Watch;
  std::unique_ptr<Watch> watch(std::string_view id, std::function<void()> wake);
  // Tells this board's changes from those of another life of the server.
  const std::string& life() const;
  // For GET /api/progress: the episode that came last.
  ProgressAnswer newest(EpisodeStore& store);

  Health health() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// While it lives, its wake may be called; not any more when the destructor returns.
class ProgressBoard::Watch {
 public:
  virtual ~Watch() = default;
};

}  // namespace podpromo
