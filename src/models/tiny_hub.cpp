#include "models/tiny_hub.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>

#include <fmt/format.h>

namespace podpromo {

namespace {

std::string header(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 4;
  return request.substr(from, request.find("\r\n", from) - from);
}

std::string read_request(int connection) {
  std::string request;
  char block[4096];
  while (request.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(connection, block, sizeof block, 0);
    if (got <= 0) break;
    request.append(block, static_cast<std::size_t>(got));
  }
  return request;
}

void send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

TinyHub::TinyHub(Manners manners)
    : manners_(std::move(manners)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listening_.get(), any, length) != 0 || ::listen(listening_.get(), 8) != 0 ||
      ::getsockname(listening_.get(), any, &length) != 0)
    throw std::runtime_error("can't open a port for the test");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TinyHub::~TinyHub() {
  closing_ = true;
  ::shutdown(listening_.get(), SHUT_RDWR);
  thread_.join();
}

std::string TinyHub::address() const { return fmt::format("http://127.0.0.1:{}", port_); }

std::vector<std::string> TinyHub::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

void TinyHub::serve() {
  while (!closing_) {
    const FileDescriptor connection(::accept(listening_.get(), nullptr, nullptr));
    if (connection) answer(connection);
  }
}

void TinyHub::answer(const FileDescriptor& connection) {
  const std::string request = read_request(connection.get());
  const std::string range = header(request, "Range");
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    first = requests_.empty();
    const std::string line = request.substr(0, request.find(" HTTP"));
    requests_.push_back(range.empty() ? line : line + " " + range.substr(range.find('=') + 1));
  }
  const std::string response = response_to(range);
  const std::size_t body = response.find("\r\n\r\n") + 4;
  const bool cut = first && manners_.cut_after > 0;
  send_all(connection.get(), cut ? response.substr(0, body + manners_.cut_after) : response);
}

std::string TinyHub::response_to(const std::string& range) {
  const auto reply = [](const std::string& status, const std::string& body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, body.size(), body);
  };
  if (manners_.status != 200) return reply(fmt::format("{} Sorry", manners_.status), "no");
  if (range.empty() || !manners_.knows_ranges) return reply("200 OK", manners_.content);
  const std::size_t from = std::stoul(range.substr(range.find('=') + 1));
  if (from >= manners_.content.size()) return reply("416 Range Not Satisfiable", "");
  return reply("206 Partial Content", manners_.content.substr(from));
}

}  // namespace podpromo
