#pragma once

#include "base/clock.hpp"
#include "progress/time_left.hpp"
#include "stages/pipeline.hpp"
#include "terminal/screen.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace podpromo {

// What a stage that runs has to tell.
struct RunningStage {
  std::string_view label;
  std::string note;
  double fraction = 0;  // 0…1
  std::string time;     // "1 m 10 s left"
};
// One line of at most `columns` that a terminal shows while it runs: `spinner`, label, note, bar, percent and time. The
// bar becomes shorter first, then the note goes, last the bar.
std::string live_line(const RunningStage& stage, std::string_view spinner, int columns);

// The line that a finished stage leaves, behind its mark. `time` stands at the same place in each; what a result needs
// more than there is room goes on in lines below.
std::string done_line(std::string_view label, const std::string& result, const std::string& time, int columns);

// Shows the stages of one run: a line each, left as a record; the running one redraws in place with its bar and the
// time left. Without a terminal: one plain line a stage, and one every 10 s.
class StageLines final : public StageListener {
 public:
  struct Plan {
    double episode_s = 0;  // 0 when unknown
    bool previews = false;
    bool renders = true;
    bool quiet = false;
  };
  // Both outlive it.
  StageLines(Screen& screen, const Clock& clock, Plan plan);
  ~StageLines() override;

  void began(Stage stage, const std::string& note) override;
  void advanced(Stage stage, double fraction, const std::string& note) override;
  void took_sound(const std::string& which) override;
  void kept(Stage stage) override;
  void finished(Stage stage, const std::string& result, bool reused) override;
  // The first rendered clip is what people wait for: seconds from the start of this run, 0 until there is one.
  void rendered(const Clip& clip, const Render& render) override;
  double first_clip_s() const { return first_clip_s_; }

  // In which stage the run is, and how much of that a stop leaves for the next run: "words, with 20 % of it kept"; ""
  // before the first and after the last.
  std::string where() const;

  // No line is running any more, whatever happened: what was drawn live is gone.
  void stop();

 private:
  void draw();
  std::string running_line();

  Screen& screen_;
  const Clock& clock_;
  Plan plan_;
  StageCosts costs_;
  TimeLeft left_;
  std::chrono::steady_clock::time_point run_began_;
  mutable std::mutex mutex_;
  bool running_ = false;
  Stage stage_ = Stage::probe;
  std::string note_;
  double fraction_ = 0;
  double kept_fraction_ = 0;
  unsigned turn_ = 0;
  std::chrono::steady_clock::time_point stage_began_{};
  std::chrono::steady_clock::time_point last_plain_{};
  double first_clip_s_ = 0;
  std::jthread painter_;
};

}  // namespace podpromo
