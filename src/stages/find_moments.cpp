#include <fmt/format.h>

#include "moments/find_moments.hpp"
#include "stages/stage_run.hpp"
#include "titles/title.hpp"

namespace podpromo {

namespace {

std::string summary(const Moments& moments) {
  std::string text = moments.clips.empty() ? "none: " + moments.no_clips_reason
                                           : fmt::format("{} chosen of {}", moments.clips.size(), moments.candidates);
  if (!moments.ads.empty())
    text += fmt::format(", {} ad{} left out", moments.ads.size(), moments.ads.size() == 1 ? "" : "s");
  return text;
}

Moments titled_moments(const StageRun& run, const Transcript& transcript, const Sound& sound) {
  Moments moments = find_moments(run.id, transcript, sound, run.wishes.moments);
  for (Clip& clip : moments.clips) {
    const auto titles = titles_for(clip, transcript, 1);
    if (!titles.empty()) clip.title = titles.front();
  }
  return moments;
}

}  // namespace

Result<Moments> find_moments_stage(const StageRun& run, const Transcript& transcript, const Sound& sound) {
  run.listener.began(Stage::find_moments, "Finding the best moments");
  bool reused = true;
  auto moments = run.artefacts.once("40_moments", run.keys.moments, [&]() -> Result<Moments> {
    reused = false;
    return titled_moments(run, transcript, sound);
  });
  if (moments) run.listener.finished(Stage::find_moments, summary(*moments), reused);
  return moments;
}

}  // namespace podpromo
