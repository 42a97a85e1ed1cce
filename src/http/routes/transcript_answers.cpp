#include "http/routes/transcript_answers.hpp"

#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "episode/json.hpp"
#include "http/header_list.hpp"
#include "moments/introductions.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json suggested_names_json(const Transcript& transcript) {
  json all = json::array();
  for (const SuggestedName& suggested : suggested_names(transcript))
    all.push_back({{"speaker", suggested.speaker}, {"name", suggested.name}, {"sentence", suggested.sentence}});
  return all;
}

Result<std::string> as_json(const TranscriptState& state, const Front& front) {
  PODPROMO_TRY(progress, front.board.progress(state.episode.id));
  const auto sound = sound_view(state.episode.id, front.folders);
  json out = transcript_json(state.words.transcript, sound ? sound->duration_s : 0);
  if (!sound) out["duration_s"] = nullptr;
  out["ok"] = true;
  out["episode_id"] = state.episode.id.text();
  out["status"] = progress ? progress->stage : "unknown";
  out["partial"] = state.words.partial;
  out["suggested_names"] = suggested_names_json(state.words.transcript);
  return json_text(out, -1);
}

Result<std::string> body_of(const TranscriptState& state, TranscriptForm form, const Front& front) {
  if (form == TranscriptForm::json) return as_json(state, front);
  if (state.words.partial)
    return failure(Fault::conflict, "the episode is still being listened to", "Ask again when it is complete.");
  return transcript_text(state.words.transcript, 0, form);
}

}  // namespace

Result<TranscriptState> transcript_state(const EpisodeId& id, const Front& front) {
  PODPROMO_TRY(episode, front.episodes.find(id));
  PODPROMO_TRY(words, words_view(id, front.folders));
  const std::string version = sha256_hex(json_text(json(words.transcript), -1) + (words.partial ? "partial" : ""));
  return TranscriptState{std::move(episode), std::move(words), version.substr(0, 16)};
}

bool is_version_listed(std::string_view list, std::string_view version) {
  while (!list.empty()) {
    std::string_view one = cut_off(list, ',');
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || (one.starts_with('"') && one.substr(1).starts_with(std::string(version) + "-"))) return true;
  }
  return false;
}

Result<Response> transcript_answer(const TranscriptState& state, TranscriptForm form, const Front& front) {
  PODPROMO_TRY(body, body_of(state, form, front));
  const std::string etag = "\"" + state.version + "-" + sha256_hex(body).substr(0, 8) + "\"";
  Response response{.status = 200, .headers = {}, .body = std::move(body)};
  return std::move(response.with("Content-Type", std::string(form_media_type(form)))
                       .with("ETag", etag)
                       .with("Cache-Control", "private, no-cache")
                       .with("Vary", "Accept"));
}

}  // namespace podpromo
