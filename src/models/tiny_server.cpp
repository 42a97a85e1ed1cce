#include "models/tiny_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>
#include <vector>

#include <fmt/format.h>

namespace podpromo {

namespace {

std::string read_request(int connection) {
  std::string request;
  std::size_t wanted = ~std::size_t{0};
  std::vector<char> block(1 << 16);
  while (request.size() < wanted) {
    const ssize_t got = ::recv(connection, block.data(), block.size(), 0);
    if (got <= 0) break;
    request.append(block.data(), static_cast<std::size_t>(got));
    const std::size_t body = request.find("\r\n\r\n");
    if (wanted == ~std::size_t{0} && body != std::string::npos)
      wanted = body + 4 + std::stoul("0" + between(request, "Content-Length: ", "\r\n"));
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

TinyServer::TinyServer(Answer answer)
    : answer_(std::move(answer)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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

TinyServer::~TinyServer() {
  closing_ = true;
  ::shutdown(listening_.get(), SHUT_RDWR);
  thread_.join();
}

std::string TinyServer::address() const { return fmt::format("http://127.0.0.1:{}", port_); }

void TinyServer::serve() {
  while (!closing_) {
    const FileDescriptor connection(::accept(listening_.get(), nullptr, nullptr));
    if (connection) send_all(connection.get(), answer_(read_request(connection.get())));
  }
}

std::string between(std::string_view text, std::string_view before, std::string_view after, std::size_t at) {
  const std::size_t found = text.find(before, at);
  if (found == std::string_view::npos) return {};
  const std::size_t from = found + before.size();
  return std::string(text.substr(from, text.find(after, from) - from));
}

}  // namespace podpromo
