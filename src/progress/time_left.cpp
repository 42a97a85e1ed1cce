#include "progress/time_left.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

using std::chrono::duration;
using std::chrono::steady_clock;

// Less than this of a stage says nothing about its speed.
constexpr double kLeastFraction = 0.02;
constexpr double kLeastSeconds = 2;
// What is shown comes two thirds of the way to a new estimate in this many seconds.
constexpr double kSoftness = 8;
// How much a measurement counts against what was believed before.
constexpr double kLearning = 1.0 / 3;

double seconds_between(steady_clock::time_point from, steady_clock::time_point to) {
  return duration<double>(to - from).count();
}

}  // namespace

// A two-core machine with the base model, from facts measured while this was built; every run corrects them.
StageCosts::StageCosts()
    : costs_{{"sound", 0.02}, {"words", 0.25}, {"moments", 0.001}, {"previews", 0.02}, {"clips", 0.25}} {}

StageCosts::StageCosts(const std::map<std::string, double>& costs) : StageCosts() {
  for (const auto& [stage, cost] : costs)
    if (std::isfinite(cost) && cost >= 0) costs_[stage] = cost;
}

std::optional<double> StageCosts::of(std::string_view stage) const {
  const auto it = costs_.find(std::string(stage));
  return it == costs_.end() ? std::nullopt : std::optional(it->second);
}

void StageCosts::learn(std::string_view stage, double work_s, double episode_s) {
  if (work_s < 0 || episode_s < 1) return;
  const double measured = work_s / episode_s;
  const auto [it, unseen] = costs_.try_emplace(std::string(stage), measured);
  if (!unseen) it->second += (measured - it->second) * kLearning;
}

TimeLeft::TimeLeft(const Clock& clock, const StageCosts& costs, std::vector<std::string> stages)
    : clock_(clock), costs_(costs), stages_(std::move(stages)) {}

void TimeLeft::episode_is(double seconds) {
  if (seconds > 0) episode_s_ = seconds;
}

void TimeLeft::began(std::string_view stage) {
  stage_ = stage;
  began_at_ = clock_.steady_now();
  first_fraction_.reset();
  fraction_ = 0;
}

void TimeLeft::advanced(double fraction) {
  if (stage_.empty()) return;
  advanced_at_ = clock_.steady_now();
  if (!first_fraction_) {
    first_fraction_ = fraction;
    first_at_ = advanced_at_;
  }
  fraction_ = std::clamp(fraction, fraction_, 1.0);
}

std::optional<double> TimeLeft::finished(std::string_view stage) {
  if (stage_ != stage) return std::nullopt;
  const bool from_its_start = !first_fraction_ || *first_fraction_ < kLeastFraction;
  const double took = seconds_between(began_at_, clock_.steady_now());
  std::erase(stages_, stage_);
  stage_.clear();
  return from_its_start ? std::optional(took) : std::nullopt;
}

// By the speed shown so far; nothing while that can't be told.
std::optional<double> TimeLeft::measured_left() const {
  if (!first_fraction_) return std::nullopt;
  const double done = fraction_ - *first_fraction_;
  const double took = seconds_between(first_at_, advanced_at_);
  if (done < kLeastFraction || took < kLeastSeconds) return std::nullopt;
  return std::max(0.0, took * (1 - fraction_) / done - seconds_between(advanced_at_, clock_.steady_now()));
}

double TimeLeft::believed(const std::string& stage) const { return costs_.of(stage).value_or(0) * *episode_s_; }

std::optional<double> TimeLeft::raw() const {
  if (!episode_s_ || stage_.empty()) return std::nullopt;
  auto left = measured_left();
  // Once a time is on show it stays there: the next stage counts by what it usually takes until it shows its speed.
  if (!left && shown_) left = believed(stage_) * (1 - fraction_);
  if (!left) return std::nullopt;
  const auto running = std::ranges::find(stages_, stage_);
  if (running == stages_.end()) return left;
  for (auto later = running + 1; later != stages_.end(); ++later) *left += believed(*later);
  return left;
}

std::optional<double> TimeLeft::seconds() {
  const auto now = clock_.steady_now();
  const auto estimate = raw();
  if (!shown_) {
    shown_ = estimate;
    shown_at_ = now;
    return shown_;
  }
  const double passed = seconds_between(shown_at_, now);
  const double counted_down = std::max(0.0, *shown_ - passed);
  const double pull = 1 - std::exp(-passed / kSoftness);
  shown_ = estimate ? counted_down + (*estimate - counted_down) * pull : counted_down;
  shown_at_ = now;
  return shown_;
}

}  // namespace podpromo
