#include "http/session.hpp"

#include <sys/sendfile.h>

#include <cerrno>
#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "http/answers.hpp"
#include "http/security_headers.hpp"

namespace podpromo {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

// Long enough for a browser in the middle of a large upload to look at our answer.
constexpr std::chrono::seconds kLinger{20};
// As much as Beast reads at once.
constexpr std::size_t kPiece = 64 << 10;

auto quietly(error_code& trouble) { return asio::redirect_error(asio::use_awaitable, trouble); }

// What Beast's parser lets through although it allows a second meaning of where a request ends.
std::string framing_trouble(const http::request<http::buffer_body>& head) {
  if (head.count(http::field::host) != 1 && head.version() >= 11) return "a request names its host exactly once";
  if (head.count(http::field::transfer_encoding) == 0) return {};
  if (head.version() < 11) return "HTTP/1.0 has no transfer encodings";
  if (head.count(http::field::transfer_encoding) != 1 ||
      !beast::iequals(head[http::field::transfer_encoding], "chunked"))
    return "the only transfer encoding taken here is chunked";
  if (head.count(http::field::content_length) != 0) return "a request has one length, not two";
  return {};
}

// "http://host/path" means "/path" (RFC 9112, 3.2.2).
std::string_view without_authority(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const auto slash = target.find('/', scheme + 3);
  return slash == std::string_view::npos ? "/" : target.substr(slash);
}

Request request_of(const http::request<http::buffer_body>& head, const std::string& peer) {
  Request request;
  request.method = std::string(head.method_string());
  const std::string_view target = without_authority({head.target().data(), head.target().size()});
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = query_of(target.substr(question + 1));
  for (const auto& field : head) {
    std::string name(field.name_string());
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    request.headers.emplace(std::move(name), std::string(field.value()));
  }
  request.peer = peer;
  return request;
}

// The only place where a handler's exception ends: memory ran out, or we made a mistake.
template <typename Work>
Response guarded(const Request& request, Work&& work) {
  try {
    return work();
  } catch (const std::exception& trouble) {
    spdlog::error("{} {}: {}", request.method, request.path, trouble.what());
    return problem({Fault::internal, "something went wrong on our side", "Try again; the log says what happened."});
  }
}

// Whether what came is no request, rather than none or half of one.
bool is_nonsense(const error_code& trouble) {
  return trouble && trouble.category() == http::make_error_code(http::error::bad_method).category() &&
         trouble != http::error::end_of_stream && trouble != http::error::partial_message;
}

Response small_body_is_large() {
  return problem({Fault::too_large, "this request is too large", "Send a shorter one."});
}

Response refused(const error_code& nonsense) {
  if (nonsense == http::error::header_limit)
    return problem({Fault::bad_request, "the headers of this request are too long"}, {431, "headers_too_long"});
  return problem({Fault::bad_request, "this is not a request that can be understood"});
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

std::string head_of(const Response& response, bool keep_alive) {
  const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", response.status,
                                 std::string_view(reason.data(), reason.size()), fmt::gmtime(std::time(nullptr)));
  head += security_headers(response);
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  if (const auto length = response.length(); !length)
    head += "Transfer-Encoding: chunked\r\n";
  else if (response.status != 304 && response.status != 204)
    head += fmt::format("Content-Length: {}\r\n", *length);
  return head + (keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
}

}  // namespace

// One request and what became of it.
struct Session::Turn {
  http::request_parser<http::buffer_body> parser;
  Request request;
  bool keep_alive = false;
  bool body_is_read = true;
};

Session::Session(asio::ip::tcp::socket socket, const Router& router, const ServerLimits& limits, const Gate* gate)
    : stream_(std::move(socket)), alarm_(stream_.get_executor()), router_(router), limits_(limits), gate_(gate) {
  error_code gone;
  const auto endpoint = stream_.socket().remote_endpoint(gone);
  if (!gone) peer_ = endpoint.address().to_string();
}

void Session::leave() {
  leaving_ = true;
  auto self = shared_from_this();
  auto close_if_idle = [self] {
    if (self->idle_) self->stream_.cancel();
    self->alarm_.cancel();
  };
  asio::post(stream_.get_executor(), std::move(close_if_idle));
}

asio::awaitable<void> Session::serve() {
  while (!leaving_) {
    const bool again = co_await one_request();
    if (!again) break;
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<bool> Session::one_request() {
  Turn turn;
  turn.parser.header_limit(limits_.header_bytes);
  turn.parser.body_limit(boost::none);
  stream_.expires_after(limits_.idle);
  error_code trouble;
  co_await http::async_read_header(stream_, buffer_, turn.parser, quietly(trouble));
  idle_ = false;
  if (is_nonsense(trouble)) {
    const Response response = refused(trouble);
    co_await write(turn, response);
    co_await linger();
    co_return false;
  }
  if (trouble) co_return false;
  turn.request = request_of(turn.parser.get(), peer_);
  turn.keep_alive = turn.parser.keep_alive() && !leaving_;
  turn.body_is_read = turn.parser.is_done();
  const Response response = co_await answer(turn);
  if (!turn.body_is_read || !response.length()) turn.keep_alive = false;
  const bool written = co_await write(turn, response);
  idle_ = true;
  if (written && !turn.body_is_read) co_await linger();
  co_return written&& turn.keep_alive && !leaving_;
}

asio::awaitable<Response> Session::answer(Turn& turn) {
  if (const std::string trouble = framing_trouble(turn.parser.get()); !trouble.empty()) {
    turn.keep_alive = false;
    co_return problem({Fault::bad_request, trouble});
  }
  if (gate_ != nullptr)
    if (auto refusal = gate_->refuse(turn.request)) co_return *std::move(refusal);
  const auto match = router_.match(turn.request);
  if (!match) {
    const std::string& detail = match.error().detail;
    if (!detail.starts_with("Allow: ")) co_return problem(match.error());
    co_return problem(match.error(), {405, "method_not_allowed"}).with("Allow", detail.substr(7));
  }
  if (match->stream != nullptr) co_return co_await with_stream(turn, *match->stream);
  co_return co_await with_small_body(turn, *match->handler);
}

asio::awaitable<bool> Session::read_piece(Turn& turn, std::string& piece) {
  piece.resize(kPiece);
  auto& body = turn.parser.get().body();
  body.data = piece.data();
  body.size = piece.size();
  stream_.expires_after(limits_.idle);
  error_code trouble;
  co_await http::async_read_some(stream_, buffer_, turn.parser, quietly(trouble));
  if (trouble && trouble != http::error::need_buffer) co_return false;
  piece.resize(kPiece - body.size);
  turn.body_is_read = turn.parser.is_done();
  co_return true;
}

// A client that asked whether to send its body waits for this.
asio::awaitable<void> Session::ask_for_body(const Turn& turn) {
  if (turn.body_is_read || !beast::iequals(turn.parser.get()[http::field::expect], "100-continue")) co_return;
  const std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code trouble;
  co_await asio::async_write(stream_, asio::buffer(go.data(), go.size()), quietly(trouble));
}

asio::awaitable<Response> Session::with_small_body(Turn& turn, const Handler& handler) {
  if (turn.parser.content_length().value_or(0) > limits_.small_body_bytes) co_return small_body_is_large();
  co_await ask_for_body(turn);
  std::string piece;
  while (!turn.body_is_read) {
    const bool came = co_await read_piece(turn, piece);
    if (!came) co_return problem({Fault::bad_request, "the request ended in the middle"});
    turn.request.body += piece;
    if (turn.request.body.size() > limits_.small_body_bytes) co_return small_body_is_large();
  }
  co_return guarded(turn.request, [&] { return handler(turn.request); });
}

asio::awaitable<Response> Session::with_stream(Turn& turn, const StreamHandler& handler) {
  std::unique_ptr<BodySink> sink;
  const Response refused = guarded(turn.request, [&]() -> Response {
    auto begun = handler(turn.request);
    if (!begun) return problem(begun.error());
    sink = *std::move(begun);
    return {};
  });
  if (!sink) co_return refused;
  co_await ask_for_body(turn);
  std::string piece;
  while (!turn.body_is_read) {
    const bool came = co_await read_piece(turn, piece);
    if (!came) co_return problem({Fault::bad_request, "the upload ended in the middle", "Send it again."});
    Done taken;
    const Response broken = guarded(turn.request, [&]() -> Response {
      taken = sink->take(piece);
      return taken ? Response{} : problem(taken.error());
    });
    if (!taken || broken.status != 200) co_return broken;
  }
  co_return guarded(turn.request, [&] { return sink->finish(); });
}

asio::awaitable<bool> Session::write(const Turn& turn, const Response& response) {
  const std::string head = head_of(response, turn.keep_alive);
  const bool bare = turn.request.method == "HEAD" || has_no_body(response.status);
  std::string_view text;
  if (const auto* own = std::get_if<std::string>(&response.body)) text = *own;
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) text = **shared;
  if (bare) text = {};
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(text.data(), text.size())};
  stream_.expires_after(limits_.idle);
  error_code trouble;
  co_await asio::async_write(stream_, buffers, quietly(trouble));
  if (trouble || bare) co_return !trouble;
  bool sent = true;
  if (const auto* file = std::get_if<FileBody>(&response.body)) sent = co_await send_file(*file);
  if (const auto* source = std::get_if<std::shared_ptr<EventSource>>(&response.body)) sent = co_await send_events(**source);
  co_return sent;
}

asio::awaitable<bool> Session::send_chunk(std::string_view text) {
  const std::string chunk = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
  stream_.expires_after(limits_.idle);
  error_code trouble;
  co_await asio::async_write(stream_, asio::buffer(chunk), quietly(trouble));
  co_return !trouble;
}

asio::awaitable<bool> Session::send_events(EventSource& source) {
  std::weak_ptr<Session> me = weak_from_this();
  auto executor = stream_.get_executor();
  auto wake = [me, executor] {
    auto ring = [me] {
      const auto self = me.lock();
      if (!self) return;
      self->news_ = true;
      self->alarm_.cancel();
    };
    asio::post(executor, std::move(ring));
  };
  source.on_news(std::move(wake));
  while (!leaving_) {
    news_ = false;
    const auto text = source.next();
    if (!text) break;
    bool sent = true;
    if (!text->empty()) sent = co_await send_chunk(*text);
    if (!sent) co_return false;
    if (news_ || !text->empty()) continue;
    alarm_.expires_after(limits_.heartbeat);
    error_code woken;
    co_await alarm_.async_wait(quietly(woken));
    if (!woken) sent = co_await send_chunk(": \n\n");
    if (!sent) co_return false;
  }
  const bool ended = co_await send_chunk({});
  co_return ended;
}

asio::awaitable<bool> Session::send_file(const FileBody& file) {
  auto& socket = stream_.socket();
  auto offset = static_cast<off_t>(file.offset);
  std::uint64_t left = file.length;
  socket.native_non_blocking(true);
  while (left > 0) {
    const ssize_t sent =
        ::sendfile(socket.native_handle(), file.file->get(), &offset, std::min<std::uint64_t>(left, 1 << 20));
    if (sent > 0) {
      left -= static_cast<std::uint64_t>(sent);
      continue;
    }
    if (sent == 0 || (errno != EAGAIN && errno != EINTR)) co_return false;
    // The deadline of the stream does not cover a bare wait on its socket, so this one has its own.
    asio::steady_timer patience(socket.get_executor(), limits_.idle);
    auto give_up = [self = shared_from_this()](const error_code& trouble) {
      error_code ignored;
      if (!trouble) self->stream_.socket().cancel(ignored);
    };
    patience.async_wait(give_up);
    error_code trouble;
    co_await socket.async_wait(asio::ip::tcp::socket::wait_write, quietly(trouble));
    if (trouble) co_return false;
  }
  co_return true;
}

// A client that is still sending would lose our answer to a reset, so what comes is read for a while and dropped.
asio::awaitable<void> Session::linger() {
  error_code trouble;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, trouble);
  stream_.expires_after(kLinger);
  std::string dropped(kPiece, '\0');
  while (!trouble) co_await stream_.async_read_some(asio::buffer(dropped), quietly(trouble));
}

}  // namespace podpromo
