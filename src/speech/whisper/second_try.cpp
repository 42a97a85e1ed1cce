#include "speech/whisper/second_try.hpp"

#include <utility>

namespace podpromo {

namespace {

constexpr double kUnsure = -1.0;  // mean log-probability

}  // namespace

HeardChunk nothing_heard(const std::string& language) {
  HeardChunk nothing;
  nothing.language = language;
  nothing.no_speech = 1;
  return nothing;
}

bool needs_second_try(const HeardChunk& first) { return first.runs_in_circles || first.mean_log_probability < kUnsure; }

HeardChunk better_try(HeardChunk first, HeardChunk second) {
  const bool surer = second.mean_log_probability > first.mean_log_probability;
  const bool better = first.runs_in_circles ? !second.runs_in_circles || surer : !second.runs_in_circles && surer;
  return better ? std::move(second) : std::move(first);
}

}  // namespace podpromo
