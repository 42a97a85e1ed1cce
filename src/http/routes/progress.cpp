#include "http/answers.hpp"
#include "http/routes/progress_stream.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

Response progress_response(const Request& request, const ProgressAnswer& answer) {
  Response response{.status = answer.found ? 200 : 404, .headers = {}, .body = answer.body};
  response.with("Content-Type", "application/json; charset=utf-8")
      .with("Cache-Control", "no-store")
      .with("ETag", answer.etag);
  if (answer.found && etag_listed(request.header("if-none-match"), answer.etag)) response.status = 304;
  return response;
}

// A stream that would say nothing more is refused with 204, the one answer after which browsers don't ask again.
Response events(const Request& request, ProgressBoard& board) {
  const std::string_view id = request.parameter("id");
  const std::string_view last = request.header("last-event-id");
  const ProgressNews news = board.news(id);
  if (!news.answer.found) return progress_response(request, news.answer);
  if (news.over && is_current(board, news, last)) return {.status = 204, .headers = {}, .body = std::string()};
  return event_stream(std::make_shared<ProgressStream>(board, id, last));
}

}  // namespace

void add_progress_routes(Router& router, const Front& front) {
  router.on("GET", "/api/progress",
            [&](Request& request) { return progress_response(request, front.board.newest(front.episodes)); });
  router.on_at_once("GET", "/api/progress/{id}/events", [&](Request& request) { return events(request, front.board); });
  // An id may hold anything, slashes included: whatever can't be one is answered like one that isn't there.
  router.on_at_once("GET", "/api/progress/{id...}", [&](Request& request) {
    return progress_response(request, front.board.answer(request.parameter("id")));
  });
}

}  // namespace podpromo
