#pragma once

#include "http/message.hpp"
#include "http/patience.hpp"
#include "http/tasks.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// One client's socket: non-blocking calls, and waiting between them for as long as patience lasts. Everything happens
// on one thread; Asio says when to go on, the system calls are our own, so that an answer costs two of them.
class ClientSocket {
 public:
  explicit ClientSocket(LaneSocket socket) : socket_(std::move(socket)) {}

  // How long what comes now may take; check() is called now and then and ends it.
  void give(const Patience& patience) { patience_ = patience; }
  void check(Patience::Moment now);
  bool out_of_patience() const { return out_of_patience_; }
  // Work of ours, in `pool`; the client's time stands still meanwhile.
  template <typename Work>
  Task<std::invoke_result_t<Work>> meanwhile(boost::asio::thread_pool& pool, Work work) {
    const auto began = std::chrono::steady_clock::now();
    at_work_ = true;
    auto result = co_await in_pool(pool, std::move(work));
    at_work_ = false;
    patience_.spare(std::chrono::steady_clock::now() - began);
    co_return result;
  }
  // Ends what is being waited for.
  void cancel();

  // Bytes came, or the end did. False when the wait was ended.
  Task<bool> readable();
  // What is here, at most `size`; 0 when nothing is yet; nothing when the client sends no more, or the connection
  // broke.
  std::optional<std::size_t> receive(char* into, std::size_t size);

  // What the system took at once of the two, joined; nothing when the connection broke.
  std::optional<std::size_t> send_now(std::string_view head, std::string_view body, bool more_follows = false);
  // All of it. False when the client is gone or too slow.
  Task<bool> send(std::string_view head, std::string_view body);
  Task<bool> send_file(const FileBody& file, boost::asio::thread_pool& pool);
  // Calls `then` once when more can be sent, or the wait was ended.
  void when_writable(std::function<void()> then);

  // Says that nothing more comes from here, and drops what the client still sends: without this it would lose the
  // answer to a reset.
  Task<void> linger();
  void close();
  // Closes without waiting for what the client has not taken yet.
  void cut();

  LaneExecutor executor() { return socket_.get_executor(); }

 private:
  Task<bool> writable();
  // False when the client sends no more, or the connection broke.
  bool drop_received();
  void moved(std::size_t bytes) {
    if (patience_.counts()) patience_.moved(bytes, std::chrono::steady_clock::now());
  }

  LaneSocket socket_;
  Patience patience_;
  bool out_of_patience_ = false;
  bool at_work_ = false;
};

}  // namespace podpromo
