#pragma once

#include "http/client_socket.hpp"
#include "http/event_source.hpp"
#include "http/limits.hpp"

#include <memory>
#include <string>

namespace podpromo {

// Sends what an EventSource says, in chunks, when it says it. Lives on the connection's thread; only the source's
// calls of wake come from elsewhere. An idle one is a few hundred bytes and nothing that runs.
class EventPump : public std::enable_shared_from_this<EventPump> {
 public:
  // The connection outlives it.
  EventPump(ClientSocket& client, std::shared_ptr<EventSource> source, const ServerLimits& limits);

  ~EventPump() { abandon(); }
  EventPump(const EventPump&) = delete;
  EventPump& operator=(const EventPump&) = delete;

  void start();
  // Called now and then: gives a sign of life when it is time, and gives up on a client that doesn't read.
  void check(Patience::Moment now);
  // From now on the bell rings nowhere, whoever pulls it.
  void abandon();
  // Ends the stream as its source would.
  void finish();
  bool over() const { return over_; }
  // What could not be sent yet.
  const std::string& pending() const { return pending_; }

 private:
  class Bell;
  void pump();
  void chunk(std::string_view text);
  void flush();

  ClientSocket& client_;
  std::shared_ptr<EventSource> source_;
  const ServerLimits& limits_;
  std::shared_ptr<Bell> bell_;
  std::string pending_;
  Patience::Moment spoke_{};  // when something was sent last
  bool over_ = false;
};

}  // namespace podpromo
