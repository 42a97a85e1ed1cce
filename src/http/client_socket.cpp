#include "http/client_socket.hpp"

#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace podpromo {

using boost::system::error_code;

namespace {

// Long enough for a browser in the middle of a large upload to look at our answer.
constexpr std::chrono::seconds kLinger{20};
constexpr std::size_t kDropped = 1 << 20;
// What sendfile(2) gets at once: enough to fill a socket.
constexpr std::uint64_t kPieceOfFile = 2 << 20;
// So long a file is sent in one go before others have their turn, and so long its reader may make it wait in between:
// one that keeps up costs no change of thread, one that doesn't holds no thread.
constexpr std::chrono::milliseconds kTurn{50};
constexpr int kShortWait_ms = 2;

bool only_later(int error_number) {
  return error_number == EAGAIN || error_number == EWOULDBLOCK || error_number == EINTR;
}

struct FileSent {
  std::uint64_t bytes = 0;
  bool broken = false;
};

bool soon_writable(int socket) {
  pollfd waited{.fd = socket, .events = POLLOUT, .revents = 0};
  return ::poll(&waited, 1, kShortWait_ms) > 0;
}

// As much as the client takes in one turn. May wait for the disk.
FileSent send_for_a_turn(int socket, const FileBody& file, std::uint64_t from) {
  auto offset = static_cast<off_t>(file.offset + from);
  std::uint64_t left = file.length - from;
  const auto until = std::chrono::steady_clock::now() + kTurn;
  while (left > 0 && std::chrono::steady_clock::now() < until) {
    const ssize_t sent = ::sendfile(socket, file.file->get(), &offset, std::min(left, kPieceOfFile));
    if (sent > 0) {
      left -= static_cast<std::uint64_t>(sent);
      continue;
    }
    // Nothing at all means that the file became shorter.
    if (sent == 0 || !only_later(errno)) return {0, true};
    if (!soon_writable(socket)) break;
  }
  return {file.length - from - left, false};
}

}  // namespace

void ClientSocket::check(Patience::Moment now) {
  if (at_work_ || now < patience_.end()) return;
  out_of_patience_ = true;
  cancel();
}

void ClientSocket::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

Task<bool> ClientSocket::readable() {
  if (out_of_patience_) co_return false;
  error_code trouble;
  co_await socket_.async_wait(LaneSocket::wait_read, quietly(trouble));
  co_return !trouble;
}

Task<bool> ClientSocket::writable() {
  if (out_of_patience_) co_return false;
  error_code trouble;
  co_await socket_.async_wait(LaneSocket::wait_write, quietly(trouble));
  co_return !trouble;
}

std::optional<std::size_t> ClientSocket::receive(char* into, std::size_t size) {
  const ssize_t came = ::recv(socket_.native_handle(), into, size, 0);
  if (came < 0 && only_later(errno)) return 0;
  if (came <= 0) return std::nullopt;
  moved(static_cast<std::size_t>(came));
  return static_cast<std::size_t>(came);
}

std::optional<std::size_t> ClientSocket::send_now(std::string_view head, std::string_view body, bool more_follows) {
  std::array<iovec, 2> parts{iovec{const_cast<char*>(head.data()), head.size()},
                             iovec{const_cast<char*>(body.data()), body.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | (more_follows ? MSG_MORE : 0));
  if (sent >= 0) return static_cast<std::size_t>(sent);
  return only_later(errno) ? std::optional<std::size_t>(0) : std::nullopt;
}

Task<bool> ClientSocket::send(std::string_view head, std::string_view body) {
  for (;;) {
    const auto sent = send_now(head, body);
    if (!sent) co_return false;
    moved(*sent);
    const std::size_t of_head = std::min(*sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(*sent - of_head);
    if (head.empty() && body.empty()) co_return true;
    const bool ready = co_await writable();
    if (!ready) co_return false;
  }
}

Task<bool> ClientSocket::send_file(const FileBody& file, boost::asio::thread_pool& pool) {
  std::uint64_t done = 0;
  while (done < file.length) {
    auto one_turn = [this, &file, done] { return send_for_a_turn(socket_.native_handle(), file, done); };
    const FileSent sent = co_await meanwhile(pool, std::move(one_turn));
    if (sent.broken) co_return false;
    if (sent.bytes > 0) {
      moved(sent.bytes);
      done += sent.bytes;
      continue;
    }
    const bool ready = co_await writable();
    if (!ready) co_return false;
  }
  co_return true;
}

void ClientSocket::when_writable(std::function<void()> then) {
  socket_.async_wait(LaneSocket::wait_write, [then = std::move(then)](const error_code&) { then(); });
}

// The system drops it itself, so those who linger need no memory of ours.
bool ClientSocket::drop_received() {
  const ssize_t came = ::recv(socket_.native_handle(), nullptr, kDropped, MSG_TRUNC);
  return came > 0 || (came < 0 && only_later(errno));
}

Task<void> ClientSocket::linger() {
  error_code ignored;
  socket_.shutdown(LaneSocket::shutdown_send, ignored);
  give(Patience::until(std::chrono::steady_clock::now() + kLinger));
  out_of_patience_ = false;
  for (;;) {
    const bool came = co_await readable();
    if (!came || !drop_received()) co_return;
  }
}

void ClientSocket::cut() {
  error_code ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

void ClientSocket::close() {
  if (!socket_.is_open()) return;
  error_code ignored;
  socket_.shutdown(LaneSocket::shutdown_both, ignored);
  socket_.close(ignored);
}

}  // namespace podpromo
