#include <fmt/format.h>

#include "media/render_clip.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

Done preview_of(const StageRun& run, const MediaFacts& facts, const Clip& clip, bool& reused) {
  const std::string file = clip.id.text() + (facts.picture ? ".mp4" : ".m4a");
  const fs::path target = run.places.previews / file;
  const std::string name = "50_preview-" + clip.id.text();
  // Nothing of a preview depends on what is said.
  Clip span;
  span.id = clip.id;
  span.start = clip.start;
  span.end = clip.end;
  const std::string key = clip_key(run.keys.media, span, {"preview 2"});
  std::error_code error;
  const auto known = run.artefacts.load<std::uint64_t>(name, key);
  if (known && fs::file_size(target, error) == *known && !error) return {};
  reused = false;
  PODPROMO_TRY(bytes, make_preview(run.places.media, facts, clip, target, run.stop));
  PODPROMO_TRY(run.artefacts.keep(name, key, bytes));
  return {};
}

}  // namespace

Done preview_stage(const StageRun& run, const EpisodeResult& so_far) {
  const auto& clips = so_far.moments.clips;
  run.listener.began(Stage::preview, "Making previews");
  bool reused = true;
  for (std::size_t i = 0; i < clips.size(); ++i) {
    run.listener.advanced(Stage::preview, static_cast<double>(i) / static_cast<double>(clips.size()),
                          fmt::format("{} of {}", i + 1, clips.size()));
    PODPROMO_TRY(preview_of(run, so_far.facts, clips[i], reused));
    run.listener.kept(Stage::preview);
  }
  run.listener.finished(Stage::preview, fmt::format("{} preview{}", clips.size(), clips.size() == 1 ? "" : "s"),
                        reused);
  return {};
}

}  // namespace podpromo
