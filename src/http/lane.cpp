#include "http/lane.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace podpromo {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

// Often enough for the shortest of the limits, seldom enough to cost nothing.
std::chrono::milliseconds pause_between_looks(const ServerLimits& limits) {
  const auto shortest =
      std::min({limits.idle, limits.head, limits.silence, limits.grace, limits.heartbeat, limits.drain});
  return std::clamp(shortest / 8, ServerLimits::Time(5), ServerLimits::Time(500));
}

LaneSocket socket_of(FileDescriptor descriptor, boost::asio::io_context& io) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  ::getsockname(descriptor.get(), reinterpret_cast<sockaddr*>(&address), &length);
  return {io.get_executor(), address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor.release()};
}

}  // namespace

// Only post() comes from other threads, so the reactor needs no locks.
Lane::Lane(Doorway& doorway) : doorway_(doorway), io_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO), timer_(io_) {}

Lane::~Lane() {
  // A source of events may be rung until it is gone, and the bell needs the lane.
  for (Session* session : sessions_) session->abandon();
}

void Lane::run() {
  look_again_later();
  io_.run();
}

void Lane::take(Newcomer newcomer) {
  ++load_;
  auto come_in = [this, newcomer = std::move(newcomer)]() mutable { enter(std::move(newcomer)); };
  boost::asio::post(io_, std::move(come_in));
}

void Lane::enter(Newcomer newcomer) {
  const bool has_place = !leaving_ && (doorway_.connections < doorway_.limits.connections || make_room());
  if (has_place) return let_in(std::move(newcomer));
  --load_;
  if (!leaving_) turn_away(std::move(newcomer));
}

void Lane::let_in(Newcomer newcomer) {
  auto session = std::make_shared<Session>(ClientSocket(socket_of(std::move(newcomer.socket), io_)),
                                           std::move(newcomer.peer), *this);
  sessions_.insert(session.get());
  ++doorway_.connections;
  boost::asio::co_spawn(io_.get_executor(), serve(std::move(session)), boost::asio::detached);
}

// Ends the connection that has been waiting longest for its next request, if any does.
bool Lane::make_room() {
  Session* oldest = nullptr;
  for (Session* session : sessions_)
    if (session->is_idle() && (oldest == nullptr || session->idle_since() < oldest->idle_since())) oldest = session;
  if (oldest == nullptr) return false;
  oldest->leave();
  return true;
}

// Others may have somebody idle; only a lane itself can tell.
void Lane::turn_away(Newcomer newcomer) {
  const auto& lanes = doorway_.lanes;
  if (++newcomer.asked < lanes.size()) {
    const auto me = std::ranges::find(lanes, this);
    Lane& next = me + 1 < lanes.end() ? *me[1] : *lanes.front();
    return next.take(std::move(newcomer));
  }
  ::send(newcomer.socket.get(), kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

Task<void> Lane::serve(std::shared_ptr<Session> session) {
  try {
    co_await session->serve();
  } catch (const std::exception& trouble) {
    spdlog::error("a connection ended early: {}", trouble.what());
  }
  sessions_.erase(session.get());
  --doorway_.connections;
  --load_;
  if (leaving_ && sessions_.empty()) timer_.cancel();
}

void Lane::leave() {
  auto begin = [this] {
    if (std::exchange(leaving_, true)) return;
    leave_by_ = std::chrono::steady_clock::now() + doorway_.limits.drain;
    for (Session* session : sessions_) session->leave();
    if (sessions_.empty()) timer_.cancel();
  };
  boost::asio::post(io_, std::move(begin));
}

void Lane::look_after() {
  // The last one left when the time to look had come already, too late to cancel.
  if (leaving_ && sessions_.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  for (Session* session : sessions_) session->check(now);
  if (now < leave_by_) return look_again_later();
  if (!sessions_.empty())
    spdlog::info("{} connections were cut, which took longer than the end waits", sessions_.size());
  io_.stop();
}

void Lane::look_again_later() {
  timer_.expires_after(pause_between_looks(doorway_.limits));
  timer_.async_wait([this](const error_code& enough) {
    if (!enough) look_after();
  });
}

}  // namespace podpromo
