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
Response events(const Request& request, ProgressBoard& board, const ProgressNews& news) {
  const std::string_view last = request.header("last-event-id");
  if (!news.answer.found) return progress_response(request, news.answer);
  if (news.over && is_current(board, news, last)) return {.status = 204, .headers = {}, .body = std::string()};
  return event_stream(std::make_shared<ProgressStream>(board, request.parameter("id"), news, last));
}

// `answer` makes of the news about an episode, at once when they are in memory.
template <typename Answer>
void on_news(Router& router, std::string pattern, ProgressBoard& board, Answer answer) {
  router.on_at_once(
      "GET", std::move(pattern),
      [&board, answer](Request& request) -> std::optional<Response> {
        const auto news = board.news_at_hand(request.parameter("id"));
        if (!news) return std::nullopt;
        return answer(request, *news);
      },
      [&board, answer](Request& request) { return answer(request, board.news(request.parameter("id"))); });
}

}  // namespace

void add_progress_routes(Router& router, const Front& front) {
  router.on("GET", "/api/progress",
            [&](Request& request) { return progress_response(request, front.board.newest(front.episodes)); });
  on_news(router, "/api/progress/{id}/events", front.board,
          [&](const Request& request, const ProgressNews& news) { return events(request, front.board, news); });
  // An id may hold anything, slashes included: whatever can't be one is answered like one that isn't there.
  on_news(router, "/api/progress/{id...}", front.board,
          [](const Request& request, const ProgressNews& news) { return progress_response(request, news.answer); });
}

}  // namespace podpromo
