#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "speech/given/fit_to_sound.hpp"
#include "speech/subtitles.hpp"
#include "speech/words/restore_punctuation.hpp"
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
  std::string said = with_thousands(transcript.words.size()) + " words";
  if (transcript.speakers.size() > 1) said += fmt::format(", {} speakers", transcript.speakers.size());
  if (transcript.estimated_times) return said + ", times estimated";
  return transcript.language.empty() ? said : said + ", " + transcript.language;
}

// Words far outside the sound belong to another episode, or to a longer cut of this one. Some seconds may be a shift.
Done fits_the_sound(const GivenTranscript& given, const Sound& sound) {
  constexpr double kMayBeShifted = 26;
  const auto& words = given.transcript.words;
  if (!given.timed || words.empty() || words.back().start < sound.duration_s + kMayBeShifted) return {};
  return failure(Fault::bad_request,
                 fmt::format("the transcript goes on to {}, but the episode ends at {}", clock_time(words.back().end),
                             clock_time(sound.duration_s)),
                 "Give the transcript of this episode, or leave it out and let PodPromo listen.");
}

Result<Transcript> given_transcript(const StageRun& run, const fs::path& file, const Sound& sound) {
  PODPROMO_TRY(text, read_whole(file, std::size_t{64} << 20));
  const std::string& name = run.wishes.transcript_name;
  PODPROMO_TRY(given, read_given_transcript(text, name.empty() ? file.filename().string() : name));
  PODPROMO_TRY(fits_the_sound(given, sound));
  const FitOptions options{.language = run.wishes.language,
                           .workers = run.ears.workers,
                           .voice_model = run.ears.voice_model,
                           .journal = words_journal(run.places),
                           .key = run.keys.words,
                           .speaker_model = run.wishes.speakers ? run.ears.speaker_model : fs::path(),
                           .speakers = run.wishes.speakers.value_or(0)};
  const auto told = [&](double fraction, const std::string& note) {
    run.listener.advanced(Stage::transcribe, fraction, note);
  };
  return fit_to_sound(std::move(given), sound_file(run.places), run.ears.engine, options, told, run.stop);
}

Result<Transcript> listened_transcript(const StageRun& run) {
  const ListenOptions options{
      .language = run.wishes.language,
      .workers = run.ears.workers,
      .voice_model = run.ears.voice_model,
      .speaker_model = run.wishes.speakers ? run.ears.speaker_model : fs::path(),
      .speakers = run.wishes.speakers.value_or(0),
      .expected = run.expected,
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

Result<Transcript> transcript_for(const StageRun& run, const Sound& sound, std::string& note) {
  if (!run.wishes.transcript) return listened_transcript(run);
  auto given = given_transcript(run, *run.wishes.transcript, sound);
  const bool another = !given && given.error().fault == Fault::bad_request;
  if (!another || !run.wishes.transcript_is_a_guess) return given;
  note = fmt::format("{} is of another episode; ", run.wishes.transcript->filename().string());
  return listened_transcript(run);
}

}  // namespace

fs::path words_journal(const EpisodePlaces& places) { return places.work / "30_words.journal"; }

Result<Transcript> transcribe_stage(const StageRun& run, const Sound& sound) {
  run.listener.began(Stage::transcribe, run.wishes.transcript ? "Reading the transcript" : "Listening");
  bool reused = true;
  std::string note;
  auto transcript = run.artefacts.once("30_words", run.keys.words, [&]() -> Result<Transcript> {
    reused = false;
    PODPROMO_TRY(words, transcript_for(run, sound, note));
    return with_punctuation(std::move(words));
  });
  if (transcript) run.listener.finished(Stage::transcribe, note + summary(*transcript), reused);
  return transcript;
}

}  // namespace podpromo
