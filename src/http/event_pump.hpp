#pragma once

#include "http/client_socket.hpp"
#include "http/event_source.hpp"
#include "http/limits.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace podpromo {

// Sends what an EventSource says when it says it. Lives on the connection's thread; only the source's
// calls of wake come from elsewhere. An idle one is a few hundred bytes and nothing that runs.
class EventPump : public std::enable_shared_from_this<EventPump> {
 public:
  // Whether its reader may still come in; asked with every heartbeat, for a token can be taken back meanwhile.
  using MayStay = std::function<bool()>;

  struct Terms {
    const ServerLimits& limits;
    boost::asio::thread_pool& handlers;  // where a source is asked that may wait
    MayStay may_stay;
    bool in_chunks = true;  // otherwise the body ends with the connection
  };

  // The connection outlives it.
  EventPump(ClientSocket& client, std::shared_ptr<EventSource> source, Terms terms);

  ~EventPump() { abandon(); }
  EventPump(const EventPump&) = delete;
  EventPump& operator=(const EventPump&) = delete;

  void start();
  // Called now and then: gives a sign of life when it is time, gives up on a client that doesn't read, and ends the
  // stream of one who may not come in any more.
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
  void ask_elsewhere();
  bool tell(const std::optional<std::string>& text);
  void add(std::string_view text);
  void flush();

  ClientSocket& client_;
  std::shared_ptr<EventSource> source_;
  const Terms terms_;
  std::shared_ptr<Bell> bell_;
  std::string pending_;
  Patience::Moment spoke_{};  // when something was sent last
  Patience::Moment asked_{};  // when the reader was looked at last
  bool over_ = false;
  bool asking_ = false;  // the source, on another thread
  bool rung_ = false;    // meanwhile
};

}  // namespace podpromo
