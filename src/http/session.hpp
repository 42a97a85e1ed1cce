#pragma once

#include "http/client_socket.hpp"
#include "http/event_pump.hpp"
#include "http/head.hpp"
#include "http/message.hpp"
#include "http/router.hpp"

#include <memory>
#include <optional>
#include <string>

namespace podpromo {

class Lane;

// One connection, from its first byte to its last, on its lane's thread.
class Session {
 public:
  // The lane outlives it.
  Session(ClientSocket client, std::string peer, Lane& lane);

  // Serves requests until the client goes, time runs out or leave() was called.
  Task<void> serve();
  // Finishes the answer under way, then closes; at once when none is. Streams of events end.
  void leave();
  // Called now and then.
  void check(Patience::Moment now);
  // Waits for the next request, of which nothing has come yet, and was not told to leave.
  bool is_idle() const { return idle_ && !leaving_; }
  Patience::Moment idle_since() const { return idle_since_; }
  // Nothing runs any more: lets go of what reaches into other threads.
  void abandon();

 private:
  struct Turn;
  struct Rest;
  Task<std::size_t> whole_head();
  Task<bool> more_of_head();
  Task<bool> one_request(std::size_t head_size);
  std::optional<Response> answer_at_once(Turn& turn);
  void skip_body(Turn& turn);
  Task<Response> answer(Turn& turn);
  Task<Response> with_small_body(Turn& turn);
  Task<Response> with_stream(Turn& turn);
  Task<Response> fill(Turn& turn, BodySink& sink);
  Task<void> ask_for_body(const Turn& turn);
  Rest begin_to_send(const Turn& turn, const Response& response);
  Task<bool> finish_sending(const Turn& turn, const Response& response, const Rest& rest);
  Task<bool> send_events(const Turn& turn, std::shared_ptr<EventSource> source);
  Task<void> refuse(const Response& response);

  ClientSocket client_;
  std::string peer_;
  Lane& lane_;
  std::string input_;  // what came and was not read yet
  std::shared_ptr<EventPump> pump_;
  Patience::Moment idle_since_{};
  bool idle_ = true;
  bool leaving_ = false;
};

}  // namespace podpromo
