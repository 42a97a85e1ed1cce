#include "jobs/stage_reporter.hpp"

#include <fmt/format.h>

#include "jobs/stage_names.hpp"
#include "progress/bands.hpp"
#include "storage/artefact_names.hpp"

namespace podpromo {

namespace {

// "3 of 9" from a stage becomes "Making clip 3 of 9".
std::string message_for(Stage stage, const std::string& note) {
  switch (stage) {
    case Stage::probe: return "Looking at the file";
    case Stage::extract_audio: return note.empty() ? "Taking out the sound" : "Taking out the sound: " + note;
    case Stage::transcribe: return note.empty() ? "Listening" : "Listening: " + note;
    case Stage::find_moments: return "Finding the best moments";
    case Stage::preview: return note.empty() ? "Making previews" : "Making preview " + note;
    case Stage::render: return note.empty() ? "Making clips" : "Making clip " + note;
    case Stage::publish: return "Finishing";
  }
  return note;
}

int percent_shown(ProgressBoard& board, const EpisodeId& id) {
  const auto progress = board.progress(id);
  return progress && *progress ? (*progress)->percent : 0;
}

}  // namespace

StageReporter::StageReporter(const ReporterParts& parts, const Attempt& attempt, const Episode& episode,
                             const ClipWishes& wishes)
    : parts_(parts),
      attempt_(attempt),
      wishes_(wishes),
      filename_(episode.filename),
      outline_(episode.outline),
      artefacts_(parts.folders.work(episode.id)),
      log_(parts.folders.log(episode.id), episode.id),
      costs_(parts.costs.costs()),
      time_left_(parts.clock, costs_, shown_stages(wishes)),
      shown_before_(percent_shown(parts.board, episode.id)) {
  log_.line(fmt::format("attempt {} begins", attempt.number));
}

void StageReporter::began(Stage stage, const std::string& note) {
  stage_ = stage;
  log_.at(shown_stage(stage));
  log_.line(note.empty() ? "begins" : note);
  if (stage != Stage::probe && stage != Stage::publish) time_left_.began(shown_stage(stage));
  // After a restart the stages that were done pass in a moment; what was on show stays until there is news.
  if (percent_at(progress_stage(stage), fraction_of_band(stage, 1)) <= shown_before_) return;
  tell(stage, 0, note.empty() ? message_for(stage, "") : note);
}

void StageReporter::advanced(Stage stage, double fraction, const std::string& note) {
  time_left_.advanced(fraction);
  tell(stage, fraction, message_for(stage, note));
}

void StageReporter::finished(Stage stage, const std::string& result, bool reused) {
  log_.line(fmt::format("{}{}", result.empty() ? "done" : result, reused ? " (kept)" : ""));
  outline(stage, result);
  learn(stage, reused);
  // After the last stage there is nothing left to stop.
  if (stage != Stage::publish) border();
}

void StageReporter::border() const {
  if (parts_.at_border) parts_.at_border();
}

void StageReporter::rendered(const Clip& clip, const Render& render) {
  log_.line(fmt::format("clip {} \"{}\": {}, {} bytes", clip.id.text(), clip.title, render.file, render.bytes));
  border();
}

// Previews and clips share the band of "generating".
double StageReporter::fraction_of_band(Stage stage, double fraction) const {
  const double previews = share_of_previews(wishes_);
  if (stage == Stage::preview) return previews * fraction;
  if (stage == Stage::render) return previews + (1 - previews) * fraction;
  // The sound is the longer part of "processing" by far.
  if (stage == Stage::probe) return 0;
  return fraction;
}

void StageReporter::tell(Stage stage, double fraction, std::string message) {
  const std::string_view name = progress_stage(stage);
  const auto left = time_left_.seconds();
  const std::string_view confidence = left ? confidence_name(time_left_.confidence()) : std::string_view();
  parts_.board.update(attempt_, {.stage = std::string(name),
                                 .percent = percent_at(name, fraction_of_band(stage, fraction)),
                                 .message = std::move(message),
                                 .eta_seconds = left,
                                 .eta_confidence = std::string(confidence)});
}

void StageReporter::learn(Stage stage, bool reused) {
  if (stage == Stage::probe || stage == Stage::publish) return;
  const auto took = time_left_.finished(shown_stage(stage));
  if (took && !reused) parts_.costs.learn(shown_stage(stage), *took, episode_s_);
}

// The title is told as soon as the tags are read: whoever waits should not look at the name of a file until the end.
void StageReporter::name(const MediaFacts& facts) {
  const auto named = parts_.episodes.rename(attempt_.episode, episode_title(wishes_, facts, filename_), facts.show);
  if (!named) log_.line("the title was not saved: " + named.error().reason);
}

// An episode without its cover is as good as any other, so trouble with it goes to the log only.
void StageReporter::cover(const MediaFacts& facts) {
  std::error_code error;
  if (!facts.has_cover || !parts_.make_cover || fs::exists(parts_.folders.cover(attempt_.episode), error)) return;
  if (const auto made = parts_.make_cover(); !made) log_.line("no cover: " + made.error().reason);
}

void StageReporter::outline(Stage stage, const std::string& result) {
  if (stage == Stage::probe) {
    if (const auto facts = artefacts_.peek<MediaFacts>(kProbeArtefact)) {
      outline_.add(*facts);
      name(*facts);
      cover(*facts);
    }
  } else if (stage == Stage::extract_audio) {
    if (const auto sound = artefacts_.peek<Sound>(kSoundArtefact)) {
      outline_.add(*sound);
      episode_s_ = sound->duration_s;
      time_left_.episode_is(episode_s_);
    }
  } else if (stage == Stage::transcribe) {
    if (const auto transcript = artefacts_.peek<Transcript>(kWordsArtefact)) outline_.add(*transcript);
  } else if (stage == Stage::find_moments) {
    if (const auto moments = artefacts_.peek<Moments>(kMomentsArtefact)) outline_.add(*moments);
  }
  if (stage != Stage::probe) outline_.add_result(shown_stage(stage), result);
  const auto saved = parts_.episodes.set_outline(attempt_.episode, outline_.json());
  if (!saved) log_.line("the outline was not saved: " + saved.error().reason);
}

}  // namespace podpromo
