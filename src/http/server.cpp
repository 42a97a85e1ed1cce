#include "http/server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>

#include "http/lane.hpp"

namespace podpromo {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Threads for handlers that wait for the database, for bodies that wait for the disk, and for what becomes of bodies,
// which may take as long as reading all of a large one: none of them waits for another.
constexpr std::size_t kHandlers = 4;
constexpr std::size_t kDisk = 4;
constexpr std::size_t kDesk = 4;
// Copying is the disk's work: two at once are done no earlier, and however many wait, nobody else does.
constexpr std::size_t kCopying = 1;
// Descriptors for files, the database and child processes.
constexpr rlim_t kOwnDescriptors = 256;

// sendfile(2) raises SIGPIPE when the client is gone and has no flag against it. In a thread that holds this the
// signal stays away, and is gone when the hold ends.
class NoBrokenPipes {
 public:
  NoBrokenPipes() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipes() {
    const timespec at_once{};
    while (::sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) continue;
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoBrokenPipes(const NoBrokenPipes&) = delete;
  NoBrokenPipes& operator=(const NoBrokenPipes&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

Error listen_error(const ServerOptions& options, const error_code& trouble) {
  const std::string where = fmt::format("{}:{}", options.address, options.port);
  if (trouble == asio::error::address_in_use)
    return {Fault::conflict, fmt::format("can't listen on {}: another program does", where),
            fmt::format("Stop it, or choose another port: podpromo serve --port {}.", options.port + 1)};
  if (trouble == asio::error::access_denied)
    return {Fault::denied, fmt::format("can't listen on {}: the system doesn't allow it", where),
            "Choose a port above 1023."};
  return {Fault::bad_request, fmt::format("can't listen on {}: {}", where, trouble.message()),
          "Give an address of this machine, e.g. 127.0.0.1."};
}

// So many connections the system lets us hold, after asking it for all that it gives.
std::size_t most_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return SIZE_MAX;
  const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  if (limit.rlim_cur == RLIM_INFINITY) return SIZE_MAX;
  return std::max<rlim_t>(limit.rlim_cur / 2, limit.rlim_cur > kOwnDescriptors ? limit.rlim_cur - kOwnDescriptors : 0);
}

ServerLimits within_system(ServerLimits limits) {
  limits.connections = std::min(limits.connections, most_connections());
  return limits;
}

std::vector<std::unique_ptr<Lane>> some_lanes(int count, Doorway& doorway) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < count; ++i) lanes.push_back(std::make_unique<Lane>(doorway));
  return lanes;
}

int cores() {
  cpu_set_t ours;
  CPU_ZERO(&ours);
  return ::sched_getaffinity(0, sizeof ours, &ours) == 0 ? std::max(1, CPU_COUNT(&ours)) : 2;
}

std::string address_of(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
    return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr)).to_string();
  }
  asio::ip::address_v6::bytes_type bytes;
  std::ranges::copy(reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr.s6_addr, bytes.begin());
  return asio::ip::address_v6(bytes).to_string();
}

}  // namespace

struct Server::Parts {
  Parts(const ServerOptions& options, const Router& router, const Gate* gate)
      : doorway{.router = router, .gate = gate, .limits = within_system(options.limits)},
        lanes(some_lanes(options.threads > 0 ? options.threads : cores(), doorway)) {
    for (const auto& lane : lanes) doorway.lanes.push_back(lane.get());
  }

  void wait_for_clients();
  void let_in();
  void stop();

  Doorway doorway;
  std::vector<std::unique_ptr<Lane>> lanes;
  tcp::acceptor acceptor{lanes.front()->executor()};
  asio::steady_timer pause{lanes.front()->executor()};
};

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, const Router& router, const Gate* gate) {
  auto parts = std::make_unique<Parts>(options, router, gate);
  error_code trouble;
  const auto address = asio::ip::make_address(options.address, trouble);
  if (trouble) return failure(listen_error(options, trouble));
  const tcp::endpoint endpoint(address, options.port);
  auto& acceptor = parts->acceptor;
  if (!acceptor.open(endpoint.protocol(), trouble)) acceptor.set_option(tcp::acceptor::reuse_address(true), trouble);
  if (!trouble) acceptor.bind(endpoint, trouble);
  if (!trouble) acceptor.listen(asio::socket_base::max_listen_connections, trouble);
  if (!trouble) acceptor.non_blocking(true, trouble);
  if (trouble) return failure(listen_error(options, trouble));
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

void Server::run() {
  const NoBrokenPipes quiet;  // the threads below begin with this one's mask
  asio::thread_pool handlers(kHandlers);
  asio::thread_pool disk(kDisk);
  asio::thread_pool desk(kDesk);
  asio::thread_pool copying(kCopying);
  parts_->doorway.handlers = &handlers;
  parts_->doorway.disk = &disk;
  parts_->doorway.desk = &desk;
  parts_->doorway.copying = &copying;
  parts_->wait_for_clients();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < parts_->lanes.size(); ++i)
      threads.emplace_back([&lane = *parts_->lanes[i]] { lane.run(); });
    parts_->lanes.front()->run();
  }
  handlers.join();
  disk.join();
  desk.join();
  copying.join();
}

void Server::stop() {
  auto close = [this] { parts_->stop(); };
  asio::post(parts_->lanes.front()->executor(), std::move(close));
}

void Server::Parts::stop() {
  error_code ignored;
  acceptor.close(ignored);
  pause.cancel();
  for (const auto& lane : lanes) lane->leave();
}

void Server::Parts::wait_for_clients() {
  acceptor.async_wait(tcp::acceptor::wait_read, [this](const error_code& closed) {
    if (!closed) let_in();
  });
}

// Each client goes to the lane that has fewest.
void Server::Parts::let_in() {
  for (;;) {
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    FileDescriptor client(
        ::accept4(acceptor.native_handle(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!client) break;
    const int yes = 1;
    ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto& lane = *std::ranges::min_element(lanes, {}, [](const auto& one) { return one->load(); });
    lane->take({.socket = std::move(client), .peer = address_of(peer)});
  }
  if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR) return wait_for_clients();
  // Out of descriptors, most likely; trying at once again would only burn the processor.
  spdlog::warn("a connection could not be taken: {}", std::error_code(errno, std::generic_category()).message());
  pause.expires_after(std::chrono::milliseconds(100));
  pause.async_wait([this](const error_code& stopped) {
    if (!stopped) wait_for_clients();
  });
}

}  // namespace podpromo
