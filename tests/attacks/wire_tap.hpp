#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_descriptor.hpp"

namespace podpromo {

// All that came back on a connection.
struct Heard {
  std::vector<int> statuses;  // of the answers, one after another
  bool closed = false;        // by the server
  std::string text;

  // "400 closed", "200 200 open", "silence open".
  std::string summary() const;
  // Of the first answer, by the name as it is written; empty when there is none.
  std::string header(const std::string& name) const;
  bool has(std::string_view words) const { return text.find(words) != std::string::npos; }
};

// What is waited for before a server that says nothing counts as quiet.
struct Listening {
  std::chrono::milliseconds patience = std::chrono::seconds(10);
  std::size_t answers = 1;  // at least so many
  bool bare = false;        // they are to HEAD, which announce a body and have none
};

// A connection that sends what it is told, byte for byte, and hears whatever comes.
class WireTap {
 public:
  // Without a connection every call below does nothing.
  explicit WireTap(std::uint16_t port);

  // As much as the server takes; stops when it takes nothing for five seconds or is gone.
  void send(std::string_view bytes) const;
  // Until the server closes, or has answered and is quiet, or nothing came within the patience. An answer that says it
  // is the last is followed by the end of the connection, which is waited for just as patiently.
  Heard hear(const Listening& listening = {}) const;
  // Reads nothing; whether the server gave the connection up within `patience`.
  bool ends_unread(std::chrono::milliseconds patience) const;
  // The server's end is still open and has said nothing.
  bool is_silent() const;

 private:
  FileDescriptor socket_;
};

// Sends `bytes` on a connection of their own.
Heard heard(std::uint16_t port, std::string_view bytes, const Listening& listening = {});

}  // namespace podpromo
