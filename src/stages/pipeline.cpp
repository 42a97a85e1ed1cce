#include "stages/pipeline.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

#include "stages/media_identity.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

std::string_view stage_label(Stage stage) {
  switch (stage) {
    case Stage::probe: return "file";
    case Stage::extract_audio: return "sound";
    case Stage::transcribe: return "words";
    case Stage::find_moments: return "moments";
    case Stage::preview: return "previews";
    case Stage::render: return "clips";
    case Stage::publish: return "finish";
  }
  return {};
}

std::string episode_title(const ClipWishes& wishes, const MediaFacts& facts, const fs::path& media) {
  if (!wishes.title.empty()) return wishes.title;
  if (!facts.title.empty()) return facts.title;
  std::string name = (wishes.file_name.empty() ? media : fs::path(wishes.file_name)).stem().string();
  std::ranges::replace_if(name, [](char c) { return c == '_' || c == '-'; }, ' ');
  return name;
}

std::string episode_show(const ClipWishes& wishes, const MediaFacts& facts, const Ears& ears) {
  if (!wishes.show.empty()) return wishes.show;
  return facts.show.empty() ? ears.default_show : facts.show;
}

Result<std::optional<int>> parse_speakers(std::string_view text) {
  constexpr int kMost = 20;
  if (text.empty()) return 0;
  if (text == "off") return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= kMost) return number;
  return failure(Fault::bad_request, fmt::format("“{}” people can't be told apart", text.substr(0, 20)),
                 fmt::format("Give a number from 1 to {}, or off; leave it out and it is found out.", kMost));
}

// NOLINTNEXTLINE(readability-function-size): who, where and what, with what ears, and who is told and may stop it.
Result<EpisodeResult> run_pipeline(const EpisodeId& id, const EpisodePlaces& places, const ClipWishes& wishes,
                                   const Ears& ears, StageListener& listener, std::stop_token stop) {
  const Artefacts artefacts(places.work);
  PODPROMO_TRY(sha256, media_identity(places.media, artefacts));
  PODPROMO_TRY(keys, stage_keys(sha256, wishes, ears));
  StageRun run{id, places, wishes, ears, artefacts, sha256, keys, listener, std::move(stop)};

  EpisodeResult result;
  PODPROMO_TRY(facts, probe_stage(run));
  PODPROMO_TRY(settle_sound(run, facts));
  PODPROMO_TRY(settle_expected(run, facts));
  result.title = episode_title(wishes, facts, places.media);
  result.show = episode_show(wishes, facts, ears);
  result.facts = std::move(facts);
  PODPROMO_TRY(sound, extract_audio_stage(run, result.facts));
  result.sound = std::move(sound);
  PODPROMO_TRY(transcript, transcribe_stage(run, result.sound));
  result.transcript = std::move(transcript);
  PODPROMO_TRY(moments, find_moments_stage(run, result.transcript, result.sound));
  result.moments = std::move(moments);
  PODPROMO_TRY(apply_corrections(places.corrections, result));
  if (wishes.previews) PODPROMO_TRY(preview_stage(run, result));
  if (wishes.renders) {
    PODPROMO_TRY(renders, render_stage(run, result));
    result.renders = std::move(renders);
  }
  if (wishes.publish) PODPROMO_TRY(publish_stage(run, result));
  return result;
}

}  // namespace podpromo
