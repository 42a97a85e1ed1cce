#include "wire_tap.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace podpromo {

namespace {

using std::chrono::milliseconds;

// So long after the answers that are waited for another one would have come.
constexpr milliseconds kQuiet{300};
constexpr std::string_view kAnswer = "HTTP/1.1 ";
constexpr std::size_t kStatusDigits = 3;

std::string value_of(std::string_view head, const std::string& name) {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size() + 4;
  return std::string(head.substr(from, head.find("\r\n", from) - from));
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Answers {
  std::vector<int> statuses;
  bool whole = true;     // nothing is missing of the last one
  bool is_last = false;  // which says that the connection ends
};

Answers answers_in(std::string_view text, bool bare) {
  Answers answers;
  while (text.starts_with(kAnswer)) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) break;
    answers.statuses.push_back(static_cast<int>(number(text.substr(kAnswer.size(), kStatusDigits))));
    const std::string_view head = text.substr(0, end + 2);
    const std::size_t body = bare ? 0 : number(value_of(head, "Content-Length"));
    answers.is_last = value_of(head, "Connection") == "close";
    answers.whole = text.size() >= end + 4 + body;
    text.remove_prefix(std::min(text.size(), end + 4 + body));
  }
  answers.whole = answers.whole && text.empty();
  return answers;
}

}  // namespace

std::string Heard::summary() const {
  std::string said;
  for (const int status : statuses) said += std::to_string(status) + " ";
  return (said.empty() ? "silence " : said) + (closed ? "closed" : "open");
}

std::string Heard::header(const std::string& name) const {
  return value_of(text.substr(0, text.find("\r\n\r\n") + 2), name);
}

WireTap::WireTap(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) socket_ = FileDescriptor();
}

void WireTap::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Heard WireTap::hear(const Listening& listening) const {
  Heard heard;
  std::array<char, 65536> room{};
  for (;;) {
    const Answers so_far = answers_in(heard.text, listening.bare);
    const bool more_comes = so_far.statuses.size() < listening.answers || !so_far.whole || so_far.is_last;
    const milliseconds wait = more_comes ? listening.patience : kQuiet;
    pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) break;
    const auto got = ::recv(socket_.get(), room.data(), room.size(), 0);
    heard.closed = got <= 0;
    if (heard.closed) break;
    heard.text.append(room.data(), static_cast<std::size_t>(got));
  }
  heard.statuses = answers_in(heard.text, listening.bare).statuses;
  return heard;
}

bool WireTap::ends_unread(milliseconds patience) const {
  pollfd ended{.fd = socket_.get(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&ended, 1, static_cast<int>(patience.count())) > 0;
}

bool WireTap::is_silent() const {
  pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, 0) == 0;
}

Heard heard(std::uint16_t port, std::string_view bytes, const Listening& listening) {
  const WireTap tap(port);
  tap.send(bytes);
  return tap.hear(listening);
}

}  // namespace podpromo
