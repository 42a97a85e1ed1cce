#include "http/answers.hpp"
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

}  // namespace

void add_progress_routes(Router& router, const Front& front) {
  router.on("GET", "/api/progress",
            [&](Request& request) { return progress_response(request, front.board.newest(front.episodes)); });
  // An id may hold anything, slashes included: whatever can't be one is answered like one that isn't there.
  router.on_at_once("GET", "/api/progress/{id...}", [&](Request& request) {
    return progress_response(request, front.board.answer(request.parameter("id")));
  });
}

}  // namespace podpromo
