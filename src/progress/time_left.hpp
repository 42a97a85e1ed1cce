#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Seconds of work a stage takes for each second of the episode. Starts with what a plain CPU with two cores does and
// learns from every stage that ran to its end.
class StageCosts {
 public:
  StageCosts();
  explicit StageCosts(const std::map<std::string, double>& costs);

  // Seconds of work per second of episode; nothing for a stage nobody has seen.
  std::optional<double> of(std::string_view stage) const;
  // Moves the cost a third of the way to what was just measured.
  void learn(std::string_view stage, double work_s, double episode_s);
  // Whether the stage was ever measured here, rather than taken to be as elsewhere.
  bool measured(std::string_view stage) const;
  const std::map<std::string, double>& all() const { return costs_; }

 private:
  std::map<std::string, double> costs_;
};

// How far a time left can be trusted. High: as a rule within a third of the truth. Medium: within a factor of two. Low:
// it will probably be corrected.
enum class Confidence { low, medium, high };
std::string_view confidence_name(Confidence confidence);

// How long an episode still takes: the stage that runs by the speed it shows, later stages by their costs. Told what
// happens as it happens; one thread.
class TimeLeft {
 public:
  // `stages` in the order they will run; both references outlive it.
  TimeLeft(const Clock& clock, const StageCosts& costs, std::vector<std::string> stages);

  void episode_is(double seconds);
  void began(std::string_view stage);
  // 0…1 of the stage that runs. The first fraction told is where it started from, so a resumed stage counts rightly.
  void advanced(double fraction);
  // How long the stage took, for learn(); nothing when only a part of it ran here.
  std::optional<double> finished(std::string_view stage);

  // Seconds left, never negative; nothing until the episode's length and the running stage's speed can be told.
  // Follows the raw estimate softly, so that it neither jumps nor lies for long. Counts down between news, but a
  // silence that is longer than any before counts as slowness.
  std::optional<double> seconds();
  // Of what seconds() says: by how much of it is measured, how long that was measured, and how even the speed is.
  Confidence confidence() const;

 private:
  struct Sample {
    double at_s = 0;  // since first_at_
    double fraction = 0;
  };

  std::optional<double> measured_left() const;
  double evenness() const;
  double believed(const std::string& stage) const;
  double believed_later(bool only_typical) const;
  void remember(double at_s);
  std::optional<double> raw() const;

  const Clock& clock_;
  const StageCosts& costs_;
  std::vector<std::string> stages_;
  std::optional<double> episode_s_;
  std::string stage_;
  std::chrono::steady_clock::time_point began_at_{};
  std::chrono::steady_clock::time_point first_at_{};
  std::chrono::steady_clock::time_point advanced_at_{};
  std::optional<double> first_fraction_;
  double fraction_ = 0;
  double longest_gap_s_ = 0;
  std::vector<Sample> samples_;  // of the running stage, thinned out
  std::optional<double> shown_;
  std::chrono::steady_clock::time_point shown_at_{};
};

}  // namespace podpromo
