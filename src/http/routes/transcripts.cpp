#include <nlohmann/json.hpp>

#include "captions/captions.hpp"
#include "episode/json.hpp"
#include "http/answers.hpp"
#include "http/router.hpp"
#include "http/routes/routes.hpp"
#include "moments/introductions.hpp"
#include "moments/sentences.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json sentences_json(const Transcript& transcript) {
  json all = json::array();
  for (const Sentence& sentence : sentences_of(transcript)) {
    all.push_back({{"start", sentence.start},
                   {"end", sentence.end},
                   {"text", text_of(transcript, sentence.first, sentence.last)}});
    if (sentence.speaker >= 0) all.back()["speaker"] = sentence.speaker;
  }
  return all;
}

json suggested_names_json(const Transcript& transcript) {
  json all = json::array();
  for (const SuggestedName& suggested : suggested_names(transcript))
    all.push_back({{"speaker", suggested.speaker}, {"name", suggested.name}, {"sentence", suggested.sentence}});
  return all;
}

Result<Response> as_json(const Episode& episode, const WordsView& view, const Front& front) {
  PODPROMO_TRY(progress, front.board.progress(episode.id));
  const auto sound = sound_view(episode.id, front.folders);
  json out = view.transcript;
  out["ok"] = true;
  out["episode_id"] = episode.id.text();
  out["status"] = progress ? progress->stage : "unknown";
  out["partial"] = view.partial;
  out["duration_s"] = sound ? json(sound->duration_s) : json(nullptr);
  out["sentences"] = sentences_json(view.transcript);
  out["suggested_names"] = suggested_names_json(view.transcript);
  return json_answer(out);
}

struct TextForm {
  std::string text;
  std::string type;
};

Result<TextForm> as_text(const Transcript& transcript, const std::string& format) {
  if (format == "srt") return TextForm{srt(transcript), "application/x-subrip; charset=utf-8"};
  if (format == "vtt") return TextForm{webvtt(transcript), "text/vtt; charset=utf-8"};
  if (format == "txt") return TextForm{plain_text(transcript), "text/plain; charset=utf-8"};
  return failure(Fault::bad_request, "there is no transcript format of this name",
                 "Ask for format=json, srt, vtt or txt.");
}

void offer_as_file(Response& response, const Request& request, const Episode& episode, const std::string& format) {
  if (request.query_or("download", "0") != "1") return;
  const std::string name = fs::path(episode.filename).stem().string() + "." + format;
  response.with("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(name));
}

Result<Response> transcript(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  PODPROMO_TRY(episode, front.episodes.find(id));
  PODPROMO_TRY(view, words_view(id, front.folders));
  const std::string format = request.query_or("format", "json");
  if (format == "json") {
    PODPROMO_TRY(response, as_json(episode, view, front));
    offer_as_file(response, request, episode, format);
    return response;
  }
  if (view.partial)
    return failure(Fault::conflict, "the episode is still being listened to", "Ask again when it is complete.");
  PODPROMO_TRY(form, as_text(view.transcript, format));
  Response response{.status = 200,
                    .headers = {{"Content-Type", form.type}, {"Cache-Control", "no-store"}},
                    .body = std::move(form.text)};
  offer_as_file(response, request, episode, format);
  return response;
}

}  // namespace

void add_transcript_routes(Router& router, const Front& front) {
  router.on("GET", "/api/transcript/{id}", [&front](Request& request) {
    auto response = transcript(request, front);
    return response ? *std::move(response) : problem(response.error());
  });
}

}  // namespace podpromo
