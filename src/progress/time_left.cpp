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

// Silence counts as slowness once it is this many times the longest gap between news, and not before this many seconds.
constexpr double kPatience = 2;
constexpr double kLeastPatienceS = 5;
constexpr std::size_t kMostSamples = 64;

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

bool StageCosts::measured(std::string_view stage) const {
  static const StageCosts typical;
  return of(stage).has_value() && of(stage) != typical.of(stage);
}

std::string_view confidence_name(Confidence confidence) {
  switch (confidence) {
    case Confidence::low: return "low";
    case Confidence::medium: return "medium";
    case Confidence::high: return "high";
  }
  return {};
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
  longest_gap_s_ = 0;
  samples_.clear();
}

void TimeLeft::advanced(double fraction) {
  if (stage_.empty()) return;
  const auto now = clock_.steady_now();
  if (first_fraction_) longest_gap_s_ = std::max(longest_gap_s_, seconds_between(advanced_at_, now));
  advanced_at_ = now;
  if (!first_fraction_) {
    first_fraction_ = fraction;
    first_at_ = advanced_at_;
  }
  fraction_ = std::clamp(fraction, fraction_, 1.0);
  remember(seconds_between(first_at_, now));
}

// Every second sample goes when there are too many, so they always cover the stage from its beginning.
void TimeLeft::remember(double at_s) {
  if (!samples_.empty() && samples_.back().fraction == fraction_) return;
  samples_.push_back({at_s, fraction_});
  if (samples_.size() <= kMostSamples) return;
  std::vector<Sample> thinned;
  for (std::size_t i = 0; i < samples_.size(); i += 2) thinned.push_back(samples_[i]);
  samples_ = std::move(thinned);
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
  const double silence = seconds_between(advanced_at_, clock_.steady_now());
  if (silence > std::max(kLeastPatienceS, kPatience * longest_gap_s_)) return (took + silence) * (1 - fraction_) / done;
  return std::max(0.0, took * (1 - fraction_) / done - silence);
}

// How many times faster or slower the later half of what was measured went than the earlier one, 1 or more.
double TimeLeft::evenness() const {
  if (samples_.size() < 3) return HUGE_VAL;
  const Sample& first = samples_.front();
  const Sample& middle = samples_[samples_.size() / 2];
  const Sample& last = samples_.back();
  const double early = (middle.at_s - first.at_s) / (middle.fraction - first.fraction);
  const double late = (last.at_s - middle.at_s) / (last.fraction - middle.fraction);
  return early > 0 && late > 0 ? std::max(early / late, late / early) : HUGE_VAL;
}

// What later stages are believed to take; `only_typical`: those that were never measured here.
double TimeLeft::believed_later(bool only_typical) const {
  double sum = 0;
  const auto running = std::ranges::find(stages_, stage_);
  if (running == stages_.end()) return 0;
  for (auto later = running + 1; later != stages_.end(); ++later)
    if (!only_typical || !costs_.measured(*later)) sum += believed(*later);
  return sum;
}

Confidence TimeLeft::confidence() const {
  const auto running = episode_s_ && !stage_.empty() ? measured_left() : std::nullopt;
  if (!running) return Confidence::low;
  const double all = std::max(1.0, *running + believed_later(false));
  const double guessed = believed_later(true) / all;
  const double believed = believed_later(false) / all;
  const double measured = fraction_ - *first_fraction_;
  if (measured >= 0.2 && evenness() <= 1.25 && guessed <= 0.1 && believed <= 0.5) return Confidence::high;
  if (measured >= 0.05 && evenness() <= 2 && guessed <= 0.3) return Confidence::medium;
  return Confidence::low;
}

double TimeLeft::believed(const std::string& stage) const { return costs_.of(stage).value_or(0) * *episode_s_; }

std::optional<double> TimeLeft::raw() const {
  if (!episode_s_ || stage_.empty()) return std::nullopt;
  auto left = measured_left();
  // Once a time is on show it stays there: the next stage counts by what it usually takes until it shows its speed.
  if (!left && shown_) left = believed(stage_) * (1 - fraction_);
  if (!left) return std::nullopt;
  return *left + believed_later(false);
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
