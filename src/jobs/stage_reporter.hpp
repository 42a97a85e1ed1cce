#pragma once

#include "base/clock.hpp"
#include "jobs/cost_book.hpp"
#include "jobs/outline.hpp"
#include "progress/progress_board.hpp"
#include "progress/time_left.hpp"
#include "stages/pipeline.hpp"
#include "storage/artefacts.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"
#include "storage/log.hpp"

#include <functional>
#include <string>

namespace podpromo {

// What a reporter tells to; all outlive it.
struct ReporterParts {
  const DataFolders& folders;
  EpisodeStore& episodes;
  ProgressBoard& board;
  const Clock& clock;
  CostBook& costs;
  std::function<Done()> make_cover = {};  // called once it is known that the media has one
  std::function<void()> at_border = {};   // called whenever a piece of work has been kept
};

// Turns what happens in the stages of one attempt into what people see: progress with a sentence and the time left,
// the episode's title and outline, and lines in its log. Belongs to the thread that works.
class StageReporter final : public StageListener {
 public:
  StageReporter(const ReporterParts& parts, const Attempt& attempt, const Episode& episode, const ClipWishes& wishes);

  void began(Stage stage, const std::string& note) override;
  void advanced(Stage stage, double fraction, const std::string& note) override;
  void kept(Stage) override { border(); }
  void finished(Stage stage, const std::string& result, bool reused) override;
  void rendered(const Clip& clip, const Render& render) override;

  // The stage that runs, or ran last: where a failure belongs.
  Stage stage() const { return stage_; }
  EpisodeLog& log() { return log_; }

 private:
  double fraction_of_band(Stage stage, double fraction) const;
  void tell(Stage stage, double fraction, std::string message);
  void border() const;
  void learn(Stage stage, bool reused);
  void name(const MediaFacts& facts);
  void cover(const MediaFacts& facts);
  void outline(Stage stage, const std::string& result);

  ReporterParts parts_;
  Attempt attempt_;
  ClipWishes wishes_;
  std::string filename_;  // as uploaded
  Outline outline_;
  Artefacts artefacts_;
  EpisodeLog log_;
  StageCosts costs_;
  TimeLeft time_left_;
  double episode_s_ = 0;
  Stage stage_ = Stage::probe;
  int shown_before_ = 0;  // percent that an earlier attempt had reached
};

}  // namespace podpromo
