#pragma once

#include "http/gate.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

#include <atomic>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace podpromo {

// One connection, from its first byte to its last. Beast reads the requests; answers are written by hand, files go
// out through sendfile(2).
class Session : public std::enable_shared_from_this<Session> {
 public:
  // Without a gate everybody may come in.
  Session(boost::asio::ip::tcp::socket socket, const Router& router, const ServerLimits& limits, const Gate* gate);

  // Serves requests until the client goes, time runs out or leave() was called.
  boost::asio::awaitable<void> serve();
  // From any thread: finish the answer under way, then close; at once when none is.
  void leave();

 private:
  struct Turn;
  boost::asio::awaitable<bool> one_request();
  boost::asio::awaitable<Response> answer(Turn& turn);
  boost::asio::awaitable<Response> with_small_body(Turn& turn, const Handler& handler);
  boost::asio::awaitable<Response> with_stream(Turn& turn, const StreamHandler& handler);
  boost::asio::awaitable<void> ask_for_body(const Turn& turn);
  boost::asio::awaitable<bool> read_piece(Turn& turn, std::string& piece);
  boost::asio::awaitable<bool> write(const Turn& turn, const Response& response);
  boost::asio::awaitable<bool> send_file(const FileBody& file);
  boost::asio::awaitable<bool> send_events(EventSource& source);
  boost::asio::awaitable<bool> send_chunk(std::string_view text);
  boost::asio::awaitable<void> linger();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer alarm_;  // of a stream of events: news, or time for a sign of life
  bool news_ = false;
  const Router& router_;
  const ServerLimits& limits_;
  const Gate* gate_;
  std::string peer_;
  std::atomic<bool> leaving_ = false;
  std::atomic<bool> idle_ = true;
};

}  // namespace podpromo
