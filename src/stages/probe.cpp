#include <fmt/format.h>

#include "media/probe.hpp"
#include "media/sound_choice.hpp"
#include "stages/choose_sound.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

std::string summary(const MediaFacts& facts) {
  std::string kind = facts.picture ? fmt::format("video {}×{}", facts.picture->width, facts.picture->height) : "audio";
  if (facts.declared_duration_s <= 0) return kind;
  return fmt::format("{}, {}", clock_length(facts.declared_duration_s), kind);
}

Result<MediaFacts> looked_at(const StageRun& run) {
  PODPROMO_TRY(facts, probe(run.places.media, run.stop));
  if (run.wishes.sound_track)
    PODPROMO_TRY(take_sound_numbered(facts, *run.wishes.sound_track));
  else if (facts.sounds.size() > 1)
    PODPROMO_TRY(choose_sound(facts, {run.places.media, run.ears.voice_model, run.wishes.language, run.stop}));
  return facts;
}

}  // namespace

Result<MediaFacts> probe_stage(const StageRun& run) {
  run.listener.began(Stage::probe, "Looking at the file");
  bool reused = true;
  auto facts = run.artefacts.once("10_probe", run.keys.probe, [&] {
    reused = false;
    return looked_at(run);
  });
  if (!facts) return facts;
  if (facts->sounds.size() > 1 && !run.wishes.sound_track)
    run.listener.took_sound(why_this_sound(*facts, run.wishes.language));
  run.listener.finished(Stage::probe, summary(*facts), reused);
  return facts;
}

Done settle_sound(StageRun& run, const MediaFacts& facts) {
  return add_sound_track(run.keys, facts.sound ? facts.sound->track : 0, run.wishes, run.ears);
}

}  // namespace podpromo
