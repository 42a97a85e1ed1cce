#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "media/extract_sound.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

std::string summary(const Sound& sound) {
  if (!sound.loudness_lufs) return fmt::format("{} of silence", clock_length(sound.duration_s));
  // People read a real minus sign, as in print.
  const double lufs = *sound.loudness_lufs;
  return fmt::format("{} at {}{:.1f} LUFS", clock_length(sound.duration_s), lufs < 0 ? "−" : "", std::abs(lufs));
}

// The artefact is about the sound file, so without the file it is worth nothing.
bool sound_file_is_whole(const fs::path& wav, const Sound& sound) {
  std::error_code error;
  const auto bytes = fs::file_size(wav, error);
  return !error && static_cast<double>(bytes) >= sound.duration_s * 16000 * 2;
}

}  // namespace

fs::path sound_file(const EpisodePlaces& places) { return places.work / "20_sound.wav"; }

Result<Sound> extract_audio_stage(const StageRun& run, const MediaFacts& facts) {
  run.listener.began(Stage::extract_audio, "Taking out the sound");
  const fs::path wav = sound_file(run.places);
  if (auto found = run.artefacts.load<Sound>("20_sound", run.keys.sound); found && sound_file_is_whole(wav, *found)) {
    run.listener.finished(Stage::extract_audio, summary(*found), true);
    return *std::move(found);
  }
  const auto heard = [&](double seconds) {
    const double all = facts.declared_duration_s > 0 ? facts.declared_duration_s : seconds * 2;
    run.listener.advanced(Stage::extract_audio, std::min(1.0, seconds / all), clock_time(seconds));
  };
  PODPROMO_TRY(run.artefacts.forget("20_sound"));
  PODPROMO_TRY(extracted, extract_sound(run.places.media, facts, wav, heard, run.stop));
  PODPROMO_TRY(sound, run.artefacts.keep("20_sound", run.keys.sound, extracted));
  run.listener.finished(Stage::extract_audio, summary(sound), false);
  return sound;
}

}  // namespace podpromo
