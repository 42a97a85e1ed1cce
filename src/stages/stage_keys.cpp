#include "stages/stage_keys.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "episode/json.hpp"
#include "storage/artefacts.hpp"

namespace podpromo {

namespace {

std::string speakers_key(const ClipWishes& wishes, const Ears& ears) {
  const bool asked = wishes.speakers && !ears.speaker_model.empty();
  return asked ? std::to_string(*wishes.speakers) : "not told apart";
}

// Of a transcript that was given, its bytes count too; engine and language may be needed to place its words.
Result<std::string> words_key(const std::string& sound, const ClipWishes& wishes, const Ears& ears) {
  if (!wishes.transcript)
    return artefact_key({"words 5", sound, ears.engine.identity(), wishes.language, speakers_key(wishes, ears)});
  PODPROMO_TRY(given, sha256_of_file(*wishes.transcript));
  return artefact_key({"given words 4", sound, given, wishes.transcript->extension().string(), ears.engine.identity(),
                       ears.voice_model.empty() ? "no voice" : "voice", wishes.language, speakers_key(wishes, ears)});
}

std::string moments_key(const std::string& words, const MomentOptions& wanted) {
  return artefact_key({"moments 3", words, fmt::format("{} {} {}", wanted.min_s, wanted.max_s, wanted.max_clips)});
}

Done set_keys_of_words(StageKeys& keys, const ClipWishes& wishes, const Ears& ears) {
  PODPROMO_TRY(words, words_key(keys.sound, wishes, ears));
  keys.words = words;
  keys.moments = moments_key(keys.words, wishes.moments);
  return {};
}

}  // namespace

Result<StageKeys> stage_keys(const std::string& media_sha256, const ClipWishes& wishes, const Ears& ears) {
  StageKeys keys;
  keys.media = media_sha256;
  // What the choice among sound tracks depends on.
  keys.probe = artefact_key({"probe 2", media_sha256, std::to_string(wishes.sound_track.value_or(0)), wishes.language,
                             ears.voice_model.empty() ? "no voice" : "voice"});
  keys.sound = artefact_key({"sound 1", artefact_key({"probe 1", media_sha256})});
  PODPROMO_TRY(set_keys_of_words(keys, wishes, ears));
  return keys;
}

Done add_sound_track(StageKeys& keys, int track, const ClipWishes& wishes, const Ears& ears) {
  if (track == 0) return {};
  const std::string number = std::to_string(track);
  keys.media = artefact_key({"sound track", keys.media, number});
  keys.sound = artefact_key({"sound track", keys.sound, number});
  return set_keys_of_words(keys, wishes, ears);
}

void add_expected(StageKeys& keys, const std::vector<std::string>& expected, const ClipWishes& wishes) {
  if (expected.empty()) return;
  std::string all;
  for (const std::string& word : expected) all += word + "\n";
  keys.words = artefact_key({"expected 1", keys.words, all});
  keys.moments = moments_key(keys.words, wishes.moments);
}

std::string clip_key(const std::string& media_sha256, const Clip& clip, std::initializer_list<std::string_view> what) {
  Clip anywhere = clip;
  anywhere.first_word = anywhere.last_word = 0;
  std::string all;
  for (const auto part : what) all += artefact_key({part});
  return artefact_key({"clip 2", media_sha256, json_text(anywhere, -1), all});
}

}  // namespace podpromo
