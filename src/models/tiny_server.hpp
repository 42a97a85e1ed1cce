#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "base/file_descriptor.hpp"

namespace podpromo {

// A server on this machine for tests: reads real requests, one connection after the other, and sends what it is told
// to, after which it hangs up.
class TinyServer {
 public:
  // Called on the server's thread with a whole request, as long as its Content-Length says; gives the bytes to send.
  using Answer = std::function<std::string(const std::string& request)>;

  explicit TinyServer(Answer answer);
  ~TinyServer();
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;

  // "http://127.0.0.1:PORT".
  std::string address() const;
  // True once it is to end: an answer that takes its time may be given up.
  bool is_closing() const { return closing_; }

 private:
  void serve();
  Answer answer_;
  FileDescriptor listening_;
  int port_ = 0;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

// What stands in `text` between `before` and `after`, from `at` on; empty when `before` isn't there.
std::string between(std::string_view text, std::string_view before, std::string_view after, std::size_t at = 0);

}  // namespace podpromo
