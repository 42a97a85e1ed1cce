#include "http/server.hpp"

#include <csignal>

#include <ctime>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/session.hpp"

namespace podpromo {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Server::Parts {
  Parts(const ServerOptions& wanted, const Router& routes, const Gate* asked)
      : options(wanted),
        router(routes),
        gate(asked),
        io(wanted.threads),
        acceptor(asio::make_strand(io)),
        patience(acceptor.get_executor()) {}

  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(std::shared_ptr<Session> session);
  void leave_all();

  ServerOptions options;
  const Router& router;
  const Gate* gate;
  asio::io_context io;
  tcp::acceptor acceptor;
  asio::steady_timer patience;
  std::mutex mutex;
  std::set<std::shared_ptr<Session>> sessions;
  bool stopping = false;
};

namespace {

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

}  // namespace

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
  if (trouble) return failure(listen_error(options, trouble));
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

void Server::run() {
  const NoBrokenPipes quiet;  // the threads below begin with this one's mask
  asio::co_spawn(parts_->acceptor.get_executor(), parts_->accept_all(), asio::detached);
  std::vector<std::jthread> threads;
  for (int i = 1; i < parts_->options.threads; ++i) threads.emplace_back([this] { parts_->io.run(); });
  parts_->io.run();
}

void Server::stop() {
  auto leave = [this] { parts_->leave_all(); };
  asio::post(parts_->acceptor.get_executor(), std::move(leave));
}

void Server::Parts::leave_all() {
  const std::scoped_lock lock(mutex);
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& session : sessions) session->leave();
  if (sessions.empty()) return;
  patience.expires_after(std::chrono::seconds(5));
  auto end = [this](const error_code& trouble) {
    if (!trouble) io.stop();
  };
  patience.async_wait(end);
}

asio::awaitable<void> Server::Parts::accept_all() {
  for (;;) {
    error_code trouble;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::make_strand(io), asio::redirect_error(asio::use_awaitable, trouble));
    if (trouble == asio::error::operation_aborted || trouble == asio::error::bad_descriptor) co_return;
    if (trouble) {
      // Out of descriptors, most likely; trying at once again would only burn the processor.
      spdlog::warn("a connection could not be taken: {}", trouble.message());
      patience.expires_after(std::chrono::milliseconds(100));
      co_await patience.async_wait(asio::redirect_error(asio::use_awaitable, trouble));
      continue;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto executor = socket.get_executor();
    auto session = std::make_shared<Session>(std::move(socket), router, options.limits, gate);
    {
      const std::scoped_lock lock(mutex);
      if (stopping) co_return;
      if (sessions.size() >= options.limits.connections) continue;
      sessions.insert(session);
    }
    asio::co_spawn(executor, serve(session), asio::detached);
  }
}

asio::awaitable<void> Server::Parts::serve(std::shared_ptr<Session> session) {
  try {
    co_await session->serve();
  } catch (const std::exception& trouble) {
    spdlog::error("a connection ended early: {}", trouble.what());
  }
  const std::scoped_lock lock(mutex);
  sessions.erase(session);
  if (stopping && sessions.empty()) {
    auto enough = [this] { patience.cancel(); };
    asio::post(acceptor.get_executor(), std::move(enough));
  }
}

}  // namespace podpromo
