#include <fmt/format.h>

#include "media/probe.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

std::string summary(const MediaFacts& facts) {
  std::string kind = facts.picture ? fmt::format("video {}×{}", facts.picture->width, facts.picture->height) : "audio";
  if (facts.declared_duration_s <= 0) return kind;
  return fmt::format("{}, {}", clock_length(facts.declared_duration_s), kind);
}

}  // namespace

Result<MediaFacts> probe_stage(const StageRun& run) {
  run.listener.began(Stage::probe, "Looking at the file");
  bool reused = true;
  auto facts = run.artefacts.once("10_probe", run.keys.probe, [&] {
    reused = false;
    return probe(run.places.media, run.stop);
  });
  if (facts) run.listener.finished(Stage::probe, summary(*facts), reused);
  return facts;
}

}  // namespace podpromo
