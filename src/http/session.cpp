#include "http/session.hpp"

#include <exception>
#include <type_traits>

#include <spdlog/spdlog.h>

#include "http/answers.hpp"
#include "http/body_reader.hpp"
#include "http/compression.hpp"
#include "http/lane.hpp"

namespace podpromo {

namespace {

// The only place where a handler's exception ends: memory ran out, or we made a mistake.
template <typename Work>
std::invoke_result_t<Work> guarded(const Request& request, Work&& work) {
  try {
    return work();
  } catch (const std::exception& trouble) {
    spdlog::error("{} {}: {}", request.method, request.path, trouble.what());
    return problem({Fault::internal, "something went wrong on our side", "Try again; the log says what happened."});
  }
}

Response packed_answer(Request& request, const Handler& handler) {
  Response response = handler(request);
  pack(request, response);
  return response;
}

std::optional<Response> packed_quick_answer(Request& request, const QuickHandler& handler) {
  std::optional<Response> response = handler(request);
  if (response) pack(request, *response);
  return response;
}

Response small_body_is_large() {
  return problem({Fault::too_large, "this request is too large", "Send a shorter one."});
}

Response too_slow() {
  return problem({Fault::timed_out, "the request came too slowly", "Send it again."}, {408, "too_slow"});
}

// What reading a body ends with when it doesn't come.
Response broken_body(const Error& error) { return error.fault == Fault::timed_out ? too_slow() : problem(error); }

Response no_route(const Error& error) {
  if (!error.detail.starts_with("Allow: ")) return problem(error);
  return problem(error, {405, "method_not_allowed"}).with("Allow", error.detail.substr(7));
}

std::string_view text_of(const Response& response) {
  if (const auto* own = std::get_if<std::string>(&response.body)) return *own;
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
  return {};
}

// Shorter texts are copied behind their head: that is cheaper than a second buffer for the system.
constexpr std::size_t kCopied = 4096;

Patience::Moment now() { return std::chrono::steady_clock::now(); }

}  // namespace

// One request and what becomes of it.
struct Session::Turn {
  RequestHead head;
  Match match;
  bool body_is_read = true;
  bool keep_alive = false;

  Request& request() { return head.request; }
  bool is_head() const { return head.request.method == "HEAD"; }
  bool bare(const Response& response) const {
    return is_head() || response.status == 204 || response.status == 304 || response.status < 200;
  }
};

// What the socket did not take at once.
struct Session::Rest {
  std::string head = {};
  std::string_view text = {};
  bool more = false;  // a file or events follow
  bool broken = false;

  bool all_sent() const { return head.empty() && text.empty() && !more; }
};

Session::Session(ClientSocket client, std::string peer, Lane& lane)
    : client_(std::move(client)), peer_(std::move(peer)), lane_(lane) {}

void Session::leave() {
  leaving_ = true;
  if (pump_) pump_->finish();
  if (idle_) client_.cancel();
}

void Session::check(Patience::Moment time) {
  client_.check(time);
  if (pump_) pump_->check(time);
}

void Session::abandon() {
  if (pump_) pump_->abandon();
}

Task<void> Session::serve() {
  bool again = true;
  while (again) {
    const std::size_t size = co_await whole_head();
    if (size == 0) break;
    again = co_await one_request(size);
  }
  client_.close();
}

// The length of the head that input_ then begins with; 0 when none comes any more.
Task<std::size_t> Session::whole_head() {
  const ServerLimits& limits = lane_.doorway().limits;
  std::size_t known = 0;
  idle_since_ = now();
  client_.give(Patience::until(idle_since_ + limits.idle));
  for (;;) {
    if (const std::size_t size = end_of_head(input_, known); size != 0 && size <= limits.header_bytes) co_return size;
    if (input_.size() >= limits.header_bytes || cannot_be_a_request(input_)) {
      co_await refuse(endless_head(input_, limits));
      co_return 0;
    }
    // The time for a head begins with its first byte.
    if (known == 0 && !input_.empty()) client_.give(Patience::until(now() + limits.head));
    known = input_.size();
    const bool came = co_await more_of_head();
    if (!came) co_return 0;
  }
}

Task<bool> Session::more_of_head() {
  idle_ = input_.empty();
  if (idle_ && leaving_) co_return false;
  const bool came = co_await client_.readable();
  if (!came && !idle_) co_await refuse(too_slow());
  if (!came) co_return false;
  idle_ = false;
  const auto bytes = client_.receive(lane_.scratch().data(), lane_.scratch().size());
  if (bytes) input_.append(lane_.scratch().data(), *bytes);
  co_return bytes.has_value();
}

Task<bool> Session::one_request(std::size_t head_size) {
  auto head = read_head({input_.data(), head_size}, lane_.doorway().limits);
  input_.erase(0, head_size);
  if (!head) {
    co_await refuse(head.error());
    co_return false;
  }
  Turn turn{.head = *std::move(head), .match = {}};
  turn.body_is_read = !turn.head.chunked && turn.head.content_length == 0;
  turn.keep_alive = turn.head.keep_alive;
  turn.request().peer = peer_;
  auto response = answer_at_once(turn);
  if (!response) response = co_await answer(turn);
  turn.keep_alive = turn.keep_alive && turn.body_is_read && response->length() && !leaving_;
  const Rest rest = begin_to_send(turn, *response);
  if (rest.broken) co_return false;
  if (rest.all_sent() && turn.body_is_read) co_return turn.keep_alive;
  const bool sent = co_await finish_sending(turn, *response, rest);
  co_return sent&& turn.keep_alive;
}

// Most answers are ready: refusals, and what is held in memory.
std::optional<Response> Session::answer_at_once(Turn& turn) {
  const Doorway& doorway = lane_.doorway();
  if (doorway.gate != nullptr) {
    if (auto refusal = doorway.gate->refuse(turn.request())) {
      skip_body(turn);
      return refusal;
    }
  }
  const auto match = doorway.router.match(turn.request());
  if (!match) {
    skip_body(turn);
    return no_route(match.error());
  }
  turn.match = *match;
  if (match->quick == nullptr || !turn.body_is_read) return std::nullopt;
  return guarded(turn.request(), [&] { return packed_quick_answer(turn.request(), *match->quick); });
}

// A body that nobody wants and that is all here already need not cost the connection.
void Session::skip_body(Turn& turn) {
  if (turn.head.chunked || turn.head.content_length > input_.size()) return;
  input_.erase(0, turn.head.content_length);
  turn.body_is_read = true;
}

Task<Response> Session::answer(Turn& turn) {
  client_.give(Patience::for_body(lane_.doorway().limits, now()));
  if (turn.match.stream != nullptr) co_return co_await with_stream(turn);
  co_return co_await with_small_body(turn);
}

Task<Response> Session::with_small_body(Turn& turn) {
  const std::uint64_t most = lane_.doorway().limits.small_body_bytes;
  if (turn.head.content_length > most) co_return small_body_is_large();
  BodyReader body(client_, input_, turn.head);
  co_await ask_for_body(turn);
  while (!body.done()) {
    const Done came = co_await body.next();
    if (!came) co_return broken_body(came.error());
    if (turn.request().body.size() + body.piece().size() > most) co_return small_body_is_large();
    turn.request().body += body.piece();
  }
  turn.body_is_read = true;
  auto handle = [&turn] {
    return guarded(turn.request(), [&turn] { return packed_answer(turn.request(), *turn.match.handler); });
  };
  co_return co_await client_.meanwhile(*lane_.doorway().handlers, std::move(handle));
}

// Everything that touches the sink may wait for the disk, its end included.
Task<Response> Session::with_stream(Turn& turn) {
  const Doorway& doorway = lane_.doorway();
  std::unique_ptr<BodySink> sink;
  auto begin = [&]() -> Response {
    auto begun = (*turn.match.stream)(turn.request());
    if (!begun) return problem(begun.error());
    if (auto early = (*begun)->early_answer()) return *std::move(early);
    sink = *std::move(begun);
    return {};
  };
  auto begin_guarded = [&] { return guarded(turn.request(), begin); };
  Response response = co_await client_.meanwhile(*doorway.disk, std::move(begin_guarded));
  if (sink) response = co_await fill(turn, *sink);
  auto end = [&sink] {
    sink.reset();
    return true;
  };
  co_await client_.meanwhile(*doorway.desk, std::move(end));
  co_return response;
}

Task<Response> Session::fill(Turn& turn, BodySink& sink) {
  boost::asio::thread_pool& disk = *lane_.doorway().disk;
  BodyReader body(client_, input_, turn.head);
  co_await ask_for_body(turn);
  std::optional<Response> refusal;
  auto take = [&] {
    auto guarded_take = [&]() -> Response {
      if (const Done taken = sink.take(body.piece()); !taken) refusal = sink.refusal(taken.error());
      return {};
    };
    Response thrown = guarded(turn.request(), guarded_take);
    if (thrown.status != 200) refusal = std::move(thrown);
    return true;
  };
  while (!body.done()) {
    const Done came = co_await body.next();
    // What came before the connection broke is the sink's all the same.
    if (!body.piece().empty()) co_await client_.meanwhile(disk, take);
    if (refusal) co_return *std::move(refusal);
    if (!came) co_return broken_body(came.error());
  }
  turn.body_is_read = true;
  const Doorway& doorway = lane_.doorway();
  auto finish = [&] { return guarded(turn.request(), [&] { return sink.finish(); }); };
  co_return co_await client_.meanwhile(sink.finish_copies() ? *doorway.copying : *doorway.desk, std::move(finish));
}

// A client that asked whether to send its body waits for this.
Task<void> Session::ask_for_body(const Turn& turn) {
  if (turn.body_is_read || !turn.head.expects_continue || !input_.empty()) co_return;
  co_await client_.send("HTTP/1.1 100 Continue\r\n\r\n", {});
}

// Most answers are gone with this one call.
Session::Rest Session::begin_to_send(const Turn& turn, const Response& response) {
  const bool bare = turn.bare(response);
  std::string_view text = bare ? std::string_view{} : text_of(response);
  std::string& draft = lane_.draft();
  draft.clear();
  lane_.head_writer().append(draft, response, {.keep_alive = turn.keep_alive, .in_chunks = turn.head.reads_chunks});
  if (text.size() <= kCopied) draft += std::exchange(text, {});
  const bool has_file = !bare && std::holds_alternative<FileBody>(response.body);
  const bool has_events = !bare && std::holds_alternative<std::shared_ptr<EventSource>>(response.body);
  const auto sent = client_.send_now(draft, text, has_file);
  if (!sent) return {.broken = true};
  const std::size_t of_head = std::min(*sent, draft.size());
  return {.head = draft.substr(of_head), .text = text.substr(*sent - of_head), .more = has_file || has_events};
}

Task<bool> Session::finish_sending(const Turn& turn, const Response& response, const Rest& rest) {
  client_.give(Patience::for_body(lane_.doorway().limits, now()));
  bool sent = co_await client_.send(rest.head, rest.text);
  if (sent && rest.more) {
    if (const auto* file = std::get_if<FileBody>(&response.body))
      sent = co_await client_.send_file(*file, *lane_.doorway().disk);
    else
      sent = co_await send_events(turn, std::get<std::shared_ptr<EventSource>>(response.body));
  }
  if (!sent) client_.cut();
  if (sent && !turn.body_is_read) co_await client_.linger();
  co_return sent;
}

// While the pump sends, this only waits for the client to leave. What it says meanwhile is dropped: after a stream the
// connection ends.
Task<bool> Session::send_events(const Turn& turn, std::shared_ptr<EventSource> source) {
  client_.give({});
  std::string().swap(input_);
  const Gate* gate = lane_.doorway().gate;
  auto may_stay = [gate, &turn] { return gate == nullptr || !gate->refuse(turn.head.request); };
  pump_ = std::make_shared<EventPump>(client_, std::move(source),
                                      EventPump::Terms{.limits = lane_.doorway().limits,
                                                       .handlers = *lane_.doorway().handlers,
                                                       .may_stay = std::move(may_stay),
                                                       .in_chunks = turn.head.reads_chunks});
  pump_->start();
  if (leaving_) pump_->finish();
  bool listens = true;
  while (listens && !pump_->over()) {
    listens = co_await client_.readable();
    listens = listens && client_.receive(lane_.scratch().data(), lane_.scratch().size());
  }
  const auto pump = std::exchange(pump_, nullptr);
  if (!pump->over()) co_return false;
  client_.give(Patience::for_body(lane_.doorway().limits, now()));
  co_return co_await client_.send(pump->pending(), {});
}

// A request that was not understood: what follows it can't be either.
Task<void> Session::refuse(const Response& response) {
  const Turn turn{.head = {}, .match = {}, .body_is_read = false};
  const Rest rest = begin_to_send(turn, response);
  if (!rest.broken) co_await finish_sending(turn, response, rest);
}

}  // namespace podpromo
