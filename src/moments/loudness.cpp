#include "moments/loudness.hpp"

#include <algorithm>
#include <cmath>

namespace podpromo {

namespace {

constexpr double kAround = 180;
constexpr double kLeastSpoken = 3;  // seconds

}  // namespace

VoiceLevel::VoiceLevel(const Sound& sound, const Transcript& transcript) {
  if (sound.peaks.empty() || !(sound.peaks_per_s > 0)) return;
  steps_per_s_ = sound.peaks_per_s;
  std::vector<bool> spoken(sound.peaks.size(), false);
  const auto step_at = [&](double seconds) {
    const double step = std::clamp(seconds * steps_per_s_, 0.0, static_cast<double>(spoken.size()));
    return static_cast<std::size_t>(step);
  };
  for (const auto& word : transcript.words)
    for (std::size_t i = step_at(word.start); i < step_at(word.end); ++i) spoken[i] = true;
  sums_.resize(spoken.size() + 1);
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    sums_[i + 1] = sums_[i];
    if (!spoken[i]) continue;
    sums_[i + 1].decibels += 20 * std::log10(std::max<double>(sound.peaks[i], 1) / 255);
    sums_[i + 1].steps += 1;
  }
}

VoiceLevel::Sum VoiceLevel::between(double start_s, double end_s) const {
  const auto at = [&](double seconds) {
    const double step = std::clamp(seconds * steps_per_s_, 0.0, static_cast<double>(sums_.size() - 1));
    return sums_[static_cast<std::size_t>(step)];
  };
  const Sum first = at(start_s), last = at(end_s);
  return {last.decibels - first.decibels, last.steps - first.steps};
}

std::optional<double> VoiceLevel::lift_db(double start_s, double end_s) const {
  if (sums_.empty()) return std::nullopt;
  const Sum inside = between(start_s, end_s);
  const Sum whole = between(start_s - kAround, end_s + kAround);
  const Sum around{whole.decibels - inside.decibels, whole.steps - inside.steps};
  const double least = kLeastSpoken * steps_per_s_;
  if (inside.steps < least || around.steps < least) return std::nullopt;
  return inside.decibels / inside.steps - around.decibels / around.steps;
}

}  // namespace podpromo
