#pragma once

#include "base/file_descriptor.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <gtest/gtest.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace podpromo {

// An answer as it came, for tests.
struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  // Of the header written exactly so; empty when there is none.
  std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

// A client that sends what it is told, byte for byte. Reading gives up after a minute of silence.
class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }

  // Whether all of it could be sent.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // The next answer, its body as long as it says. `bare` for answers to HEAD.
  Answer read(bool bare = false) {
    Answer answer;
    while (come_.find("\r\n\r\n") == std::string::npos)
      if (!more()) return answer;
    const auto end = come_.find("\r\n\r\n") + 2;
    answer.head = come_.substr(0, end);
    come_.erase(0, end + 2);
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    std::size_t length = 0;
    const std::string told = answer.header("Content-Length");
    std::from_chars(told.data(), told.data() + told.size(), length);
    if (bare) return answer;
    while (come_.size() < length && more()) continue;
    answer.body = come_.substr(0, length);
    come_.erase(0, length);
    return answer;
  }

  Answer ask(std::string_view bytes, bool bare = false) {
    EXPECT_TRUE(send(bytes));
    return read(bare);
  }

  // The next chunk of a body in chunked transfer; empty for the last one, and when the connection ends before.
  std::string chunk() {
    while (come_.find("\r\n") == std::string::npos)
      if (!more()) return {};
    const auto line = come_.find("\r\n");
    std::size_t length = 0;
    std::from_chars(come_.data(), come_.data() + line, length, 16);
    while (come_.size() < line + 2 + length + 2)
      if (!more()) return {};
    const std::string text = come_.substr(line + 2, length);
    come_.erase(0, line + 2 + length + 2);
    return text;
  }

  // What is left, to the end of the connection.
  std::string rest() {
    while (more()) continue;
    return std::exchange(come_, {});
  }

  // Waits so long for the server to say something, or to close.
  bool is_silent_for(std::chrono::milliseconds time) const {
    pollfd waited{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, static_cast<int>(time.count())) == 0;
  }

  // True when the server closed and nothing more came.
  bool closed() {
    while (more()) continue;
    return over_ && come_.empty();
  }

 private:
  bool more() {
    char buffer[65536];
    ssize_t got = 0;
    do got = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    while (got < 0 && errno == EINTR);
    over_ = got == 0;
    if (got > 0) come_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }

  FileDescriptor socket_;
  std::string come_;
  bool over_ = false;
};

// A server on a free port, for one test.
class Served {
 public:
  explicit Served(const Router& router, const ServerLimits& limits = {}, const Gate* gate = nullptr, int threads = 0)
      : server_(std::move(Server::listen({.port = 0, .threads = threads, .limits = limits}, router, gate)).value()),
        thread_([this] { server_->run(); }) {}
  ~Served() { server_->stop(); }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::uint16_t port() const { return server_->port(); }
  void stop() { server_->stop(); }

 private:
  std::unique_ptr<Server> server_;
  std::jthread thread_;
};

}  // namespace podpromo
