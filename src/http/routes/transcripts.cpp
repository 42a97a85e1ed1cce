#include <array>

#include "http/accept.hpp"
#include "http/answers.hpp"
#include "http/router.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/transcript_answers.hpp"
#include "http/routes/transcript_corrections.hpp"

namespace podpromo {

namespace {

// What may stand in an Accept header. Podcasting 2.0 has no type of its own; it is asked for by its name.
constexpr std::array<std::string_view, 6> kTypes{"application/json",     "text/plain",      "text/vtt",
                                                 "application/x-subrip", "application/srt", "text/srt"};
constexpr std::array kFormOfType{TranscriptForm::json, TranscriptForm::txt, TranscriptForm::vtt,
                                 TranscriptForm::srt,  TranscriptForm::srt, TranscriptForm::srt};

// The address decides before the header.
Result<TranscriptForm> wanted_form(const Request& request) {
  if (const std::string name = request.query_or("format", ""); !name.empty()) return parse_transcript_form(name);
  const auto type = accepted(request.header("accept"), kTypes);
  if (type) return kFormOfType[*type];
  return failure(Fault::unsupported_media, "a transcript comes in none of the types that were asked for",
                 "Accept application/json, text/plain, text/vtt or application/x-subrip, or say ?format=.");
}

void offer_as_file(Response& response, const Request& request, const Episode& episode, TranscriptForm form) {
  if (request.query_or("download", "0") != "1") return;
  const std::string name = fs::path(episode.filename).stem().string() + std::string(form_suffix(form));
  response.with("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(name));
}

Response unchanged(const std::string& etag) {
  return Response{
      .status = 304,
      .headers = {{"ETag", etag}, {"Cache-Control", "private, no-cache"}, {"Vary", "Accept, Accept-Encoding"}},
      .body = {}};
}

std::string etag_of(const Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "ETag") return value;
  return {};
}

Result<Response> transcript(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  PODPROMO_TRY(state, transcript_state(id, front));
  const auto form = wanted_form(request);
  if (!form && form.error().fault == Fault::unsupported_media) return problem(form.error(), {406, "not_acceptable"});
  if (!form) return failure(form.error());
  PODPROMO_TRY(response, transcript_answer(state, *form, front));
  if (const std::string etag = etag_of(response); etag_listed(request.header("if-none-match"), etag))
    return unchanged(etag);
  offer_as_file(response, request, state.episode, *form);
  return response;
}

}  // namespace

void add_transcript_routes(Router& router, const Front& front) {
  router.on("GET", "/api/transcript/{id}",
            [&front](Request& request) { return answer_or_problem(transcript(request, front)); });
  auto desk = std::make_shared<CorrectionDesk>();
  router.on_upload("PUT", "/api/transcript/{id}",
                   [&front, desk](Request& request) -> Result<std::unique_ptr<BodySink>> {
                     return correction_sink(request, front, desk);
                   });
}

}  // namespace podpromo
