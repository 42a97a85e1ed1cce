#include "speech/voice.hpp"

#include <algorithm>
#include <cstddef>

#include "speech/milliseconds.hpp"

namespace podpromo {

namespace {

constexpr float kBegins = 0.5F;
constexpr float kEnds = 0.35F;
constexpr double kShortestPause = 0.3;
constexpr double kShortestSpeech = 0.25;

// Windows [first, last).
struct Run {
  std::size_t first;
  std::size_t last;
};

std::vector<Run> speaking_runs(std::span<const float> probabilities, double window_s) {
  std::vector<Run> runs;
  bool speaking = false;
  std::size_t quiet_since = 0;  // the first window of the pause that may end the run
  bool quiet = false;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const float p = probabilities[i];
    if (p >= kBegins) {
      if (!speaking) runs.push_back({i, i + 1});
      speaking = true;
      quiet = false;
    } else if (speaking && p < kEnds && !quiet) {
      quiet = true;
      quiet_since = i;
    }
    if (speaking && quiet && static_cast<double>(i + 1 - quiet_since) * window_s >= kShortestPause) {
      runs.back().last = quiet_since;
      speaking = quiet = false;
    }
  }
  if (speaking) runs.back().last = quiet ? quiet_since : probabilities.size();
  std::erase_if(runs,
                [&](const Run& run) { return static_cast<double>(run.last - run.first) * window_s < kShortestSpeech; });
  return runs;
}

// Cuts runs that are too long at the least likely window of the second half of what fits.
std::vector<Run> cut_long_runs(const std::vector<Run>& runs, std::span<const float> probabilities,
                               std::size_t longest) {
  std::vector<Run> pieces;
  for (Run run : runs) {
    while (run.last - run.first > longest) {
      const auto from = probabilities.begin() + static_cast<std::ptrdiff_t>(run.first + longest / 2);
      const auto to = probabilities.begin() + static_cast<std::ptrdiff_t>(run.first + longest);
      const auto cut = static_cast<std::size_t>(std::min_element(from, to) - probabilities.begin());
      pieces.push_back({run.first, cut});
      run.first = cut;
    }
    pieces.push_back(run);
  }
  return pieces;
}

}  // namespace

std::vector<VoiceSpan> voice_spans(std::span<const float> probabilities, double window_s) {
  const auto longest = static_cast<std::size_t>((kLongestVoiceSpan - 2 * kVoicePad) / window_s);
  const auto runs = cut_long_runs(speaking_runs(probabilities, window_s), probabilities, longest);
  const double total = static_cast<double>(probabilities.size()) * window_s;
  std::vector<VoiceSpan> spans;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const double start = static_cast<double>(runs[i].first) * window_s,
                 end = static_cast<double>(runs[i].last) * window_s;
    // Neighbours that are close share the gap between them.
    const double gap_before = i == 0 ? start : (start - static_cast<double>(runs[i - 1].last) * window_s) / 2;
    const double gap_after =
        i + 1 == runs.size() ? total - end : (static_cast<double>(runs[i + 1].first) * window_s - end) / 2;
    spans.push_back(
        {milliseconds(start - std::min(kVoicePad, gap_before)), milliseconds(end + std::min(kVoicePad, gap_after))});
  }
  return spans;
}

}  // namespace podpromo
