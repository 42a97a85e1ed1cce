#include "stages/choose_sound.hpp"

#include "media/scratch_folder.hpp"
#include "media/sound_choice.hpp"
#include "speech/voice_activity.hpp"
#include "speech/wav.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace podpromo {

namespace {

// Of the speech of the track that has most of it. A guest's own track may well have half of the host's.
constexpr double kAboutAsMuch = 0.5;
// Less than that is a cough, or a song.
constexpr double kSomebodySpeaks = 0.05;
// Each takes a second.
constexpr std::size_t kMostHeard = 6;

struct Excerpt {
  double heard_s = 0;
  double speech_s = 0;
};

Result<Excerpt> excerpt_of(const SoundTrack& sound, const SoundQuestion& question) {
  PODPROMO_TRY(scratch, ScratchFolder::make());
  const fs::path file = scratch.path() / "excerpts.wav";
  Excerpt excerpt;
  const auto written = write_excerpts(question.media, sound, file, question.stop);
  if (!written && written.error().fault == Fault::unreadable_media) return excerpt;
  if (!written) return failure(written.error());
  excerpt.heard_s = *written;
  PODPROMO_TRY(wav, Wav::open(file));
  PODPROMO_TRY(spans, find_voice(wav, question.voice_model, question.stop));
  for (const VoiceSpan& span : spans) excerpt.speech_s += span.end - span.start;
  return excerpt;
}

// The likeliest of them: a file may have hundreds. Compared with the longest, so that a jingle with a voice in it is no
// episode.
Done listen_to_each(MediaFacts& facts, const SoundQuestion& question) {
  auto places = likeliest_sounds(facts.sounds, question.language);
  places.resize(std::min(places.size(), kMostHeard));
  std::vector<Excerpt> excerpts;
  double longest = 0;
  for (const std::size_t place : places) {
    PODPROMO_TRY(excerpt, excerpt_of(facts.sounds[place], question));
    longest = std::max(longest, excerpt.heard_s);
    excerpts.push_back(excerpt);
  }
  for (std::size_t i = 0; i < places.size(); ++i)
    facts.sounds[places[i]].voice = longest > 0 ? std::min(1.0, excerpts[i].speech_s / longest) : 0;
  return {};
}

double most_voice(const MediaFacts& facts) {
  double most = 0;
  for (const SoundTrack& sound : facts.sounds) most = std::max(most, sound.voice.value_or(0));
  return most;
}

bool speaks_enough(const SoundTrack& sound, double most) {
  return most < kSomebodySpeaks || sound.voice.value_or(0) >= most * kAboutAsMuch;
}

std::string tracks(const std::vector<int>& numbers) {
  return fmt::format("track{} {}", numbers.size() == 1 ? "" : "s", fmt::join(numbers, " and "));
}

// The tracks that weren't taken, by why; numbers as people count.
struct Others {
  std::vector<int> silent, quieter, equal;
};

// Of those with less speech only the likelier ones are told: nobody would have expected the rest.
Others others_of(const MediaFacts& facts, const std::string& language) {
  const double most = most_voice(facts);
  Others others;
  if (most < kSomebodySpeaks) return others;
  bool likelier = true;
  for (const std::size_t place : likeliest_sounds(facts.sounds, language)) {
    const SoundTrack& sound = facts.sounds[place];
    const bool taken = sound.track == facts.sound->track;
    likelier = likelier && !taken;
    if (taken || !sound.voice) continue;
    if (speaks_enough(sound, most))
      others.equal.push_back(sound.track + 1);
    else if (likelier)
      (*sound.voice < kSomebodySpeaks ? others.silent : others.quieter).push_back(sound.track + 1);
  }
  return others;
}

// "2 of 3 (deu, “Guest”)"
std::string name_among(const SoundTrack& sound, std::size_t count) {
  std::string name = sound_name(sound);
  return name.insert(std::min(name.find(' '), name.size()), fmt::format(" of {}", count));
}

}  // namespace

Done choose_sound(MediaFacts& facts, const SoundQuestion& question) {
  if (!question.voice_model.empty()) PODPROMO_TRY(listen_to_each(facts, question));
  const auto places = likeliest_sounds(facts.sounds, question.language);
  const double most = most_voice(facts);
  const auto best =
      std::ranges::find_if(places, [&](std::size_t place) { return speaks_enough(facts.sounds[place], most); });
  take_sound(facts, best == places.end() ? places.front() : *best);
  return {};
}

std::string why_this_sound(const MediaFacts& facts, const std::string& language) {
  const auto [silent, quieter, equal] = others_of(facts, language);
  std::vector<std::string> why;
  if (!silent.empty()) why.push_back("nobody speaks in " + tracks(silent));
  if (!quieter.empty()) why.push_back("there is less speech in " + tracks(quieter));
  if (!equal.empty()) why.push_back("somebody speaks in " + tracks(equal) + " too");
  return fmt::format("sound track {}{}{}", name_among(*facts.sound, facts.sounds.size()), why.empty() ? "" : ": ",
                     fmt::join(why, ", "));
}

}  // namespace podpromo
