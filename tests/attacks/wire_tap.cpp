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

// So long after an answer a second one would have come.
constexpr milliseconds kQuiet{80};
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
  bool whole = true;  // nothing is missing of the last one
};

Answers answers_in(std::string_view text, bool bare) {
  Answers answers;
  while (text.starts_with(kAnswer)) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) break;
    answers.statuses.push_back(static_cast<int>(number(text.substr(kAnswer.size(), kStatusDigits))));
    const std::size_t body = bare ? 0 : number(value_of(text.substr(0, end + 2), "Content-Length"));
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

Heard WireTap::hear(milliseconds patience, bool bare) const {
  Heard heard;
  std::array<char, 65536> room{};
  for (;;) {
    const Answers so_far = answers_in(heard.text, bare);
    const milliseconds wait = so_far.statuses.empty() || !so_far.whole ? patience : kQuiet;
    pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) break;
    const auto got = ::recv(socket_.get(), room.data(), room.size(), 0);
    heard.closed = got <= 0;
    if (heard.closed) break;
    heard.text.append(room.data(), static_cast<std::size_t>(got));
  }
  heard.statuses = answers_in(heard.text, bare).statuses;
  return heard;
}

bool WireTap::is_silent() const {
  pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, 0) == 0;
}

Heard heard(std::uint16_t port, std::string_view bytes) {
  const WireTap tap(port);
  tap.send(bytes);
  return tap.hear();
}

}  // namespace podpromo
