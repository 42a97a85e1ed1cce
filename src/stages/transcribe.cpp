#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "speech/subtitles.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

std::string with_thousands(std::size_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<long>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string summary(const Transcript& transcript) {
  if (transcript.words.empty()) return "no speech";
  const std::size_t speakers = transcript.speakers.size();
  return fmt::format("{} words, {}{}", with_thousands(transcript.words.size()),
                     speakers > 1 ? fmt::format("{} speakers, ", speakers) : "", transcript.language);
}

// Words outside the sound belong to another episode, or to a longer cut of this one.
Done fits_the_sound(const Transcript& transcript, const Sound& sound) {
  if (transcript.words.empty() || transcript.words.back().start < sound.duration_s + 2) return {};
  return failure(Fault::bad_request,
                 fmt::format("the transcript goes on to {}, but the episode ends at {}",
                             clock_time(transcript.words.back().end), clock_time(sound.duration_s)),
                 "Give the transcript of this episode, or leave it out and let PodPromo listen.");
}

Result<Transcript> given_transcript(const fs::path& file, const Sound& sound) {
  PODPROMO_TRY(text, read_whole(file, std::size_t{64} << 20));
  PODPROMO_TRY(transcript, read_transcript(text, file.filename().string()));
  PODPROMO_TRY(fits_the_sound(transcript, sound));
  return transcript;
}

Result<Transcript> listened_transcript(const StageRun& run) {
  const ListenOptions options{
      .language = run.wishes.language,
      .workers = run.ears.workers,
      .voice_model = run.ears.voice_model,
      .speaker_model = run.wishes.speakers ? run.ears.speaker_model : fs::path(),
      .speakers = run.wishes.speakers.value_or(0),
  };
  std::size_t kept = 0;
  const auto heard = [&](const Heard& now) {
    const double fraction = now.speech_s > 0 ? std::min(1.0, now.heard_s / now.speech_s) : 0;
    run.listener.advanced(Stage::transcribe, fraction,
                          fmt::format("{} of {} of speech", clock_time(now.heard_s), clock_time(now.speech_s)));
    if (std::exchange(kept, now.chunks_done) < now.chunks_done) run.listener.kept(Stage::transcribe);
  };
  return listen(sound_file(run.places), run.ears.engine, options, words_journal(run.places), run.keys.words, heard,
                run.stop);
}

}  // namespace

fs::path words_journal(const EpisodePlaces& places) { return places.work / "30_words.journal"; }

Result<Transcript> transcribe_stage(const StageRun& run, const Sound& sound) {
  run.listener.began(Stage::transcribe, run.wishes.transcript ? "Reading the transcript" : "Listening");
  bool reused = true;
  auto transcript = run.artefacts.once("30_words", run.keys.words, [&] {
    reused = false;
    return run.wishes.transcript ? given_transcript(*run.wishes.transcript, sound) : listened_transcript(run);
  });
  if (transcript) run.listener.finished(Stage::transcribe, summary(*transcript), reused);
  return transcript;
}

}  // namespace podpromo
