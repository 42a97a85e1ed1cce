#include "http/event_pump.hpp"

#include <mutex>
#include <utility>

#include <fmt/format.h>

namespace podpromo {

// What the source rings, from any thread and perhaps when the pump is long gone. However often it rings before somebody
// looks, one look is enough.
class EventPump::Bell : public std::enable_shared_from_this<Bell> {
 public:
  Bell(LaneExecutor executor, std::weak_ptr<EventPump> pump) : executor_(std::move(executor)), pump_(std::move(pump)) {}

  void ring() {
    const std::scoped_lock lock(mutex_);
    if (!hung_ || std::exchange(rung_, true)) return;
    boost::asio::post(executor_, [me = shared_from_this()] { me->answer(); });
  }

  void take_down() {
    const std::scoped_lock lock(mutex_);
    hung_ = false;
  }

 private:
  void answer() {
    {
      const std::scoped_lock lock(mutex_);
      rung_ = false;
    }
    if (const auto pump = pump_.lock()) pump->pump();
  }

  std::mutex mutex_;
  LaneExecutor executor_;
  std::weak_ptr<EventPump> pump_;
  bool hung_ = true;
  bool rung_ = false;
};

EventPump::EventPump(ClientSocket& client, std::shared_ptr<EventSource> source, Terms terms)
    : client_(client), source_(std::move(source)), terms_(std::move(terms)) {}

void EventPump::start() {
  bell_ = std::make_shared<Bell>(client_.executor(), weak_from_this());
  source_->on_news([bell = bell_] { bell->ring(); });
  spoke_ = asked_ = std::chrono::steady_clock::now();
  pump();
}

void EventPump::abandon() {
  if (bell_) bell_->take_down();
}

void EventPump::check(Patience::Moment now) {
  if (over_) return;
  if (now - asked_ >= terms_.limits.heartbeat) {
    asked_ = now;
    if (!terms_.may_stay()) return finish();
  }
  if (!pending_.empty()) {
    if (now - spoke_ > terms_.limits.silence) client_.cancel();
    return;
  }
  if (now - spoke_ < terms_.limits.heartbeat) return;
  add(": \n\n");
  flush();
}

void EventPump::finish() {
  if (over_) return;
  over_ = true;
  if (terms_.in_chunks) pending_ += "0\r\n\r\n";
  client_.cancel();
}

// A client that reads slowly gets the state of then, not all that happened meanwhile: nothing is asked for before the
// last of it is sent.
void EventPump::pump() {
  rung_ = true;
  while (!over_ && !asking_ && pending_.empty()) {
    rung_ = false;
    if (!source_->is_at_hand()) return ask_elsewhere();
    if (!tell(source_->next())) return;
  }
}

// Nobody asks the source twice at once. What it says when the stream is over or gone is dropped.
void EventPump::ask_elsewhere() {
  asking_ = true;
  auto ask = [source = source_, lane = client_.executor(), me = weak_from_this()] {
    auto answer = [me, text = source->next()] {
      const auto self = me.lock();
      if (!self) return;
      self->asking_ = false;
      if (self->over_) return;
      if (self->tell(text) || self->rung_) self->pump();
    };
    boost::asio::post(lane, std::move(answer));
  };
  boost::asio::post(terms_.handlers, std::move(ask));
}

// False when there is no more to say at the moment.
bool EventPump::tell(const std::optional<std::string>& text) {
  if (!text) finish();
  if (!text || text->empty()) return false;
  const bool others_wait = !pending_.empty();
  add(*text);
  if (!others_wait) flush();
  return true;
}

void EventPump::add(std::string_view text) {
  if (terms_.in_chunks) pending_ += fmt::format("{:x}\r\n", text.size());
  pending_ += text;
  if (terms_.in_chunks) pending_ += "\r\n";
}

void EventPump::flush() {
  const auto sent = client_.send_now(pending_, {});
  if (!sent) return client_.cancel();
  if (*sent > 0) spoke_ = std::chrono::steady_clock::now();
  if (*sent == pending_.size()) {
    std::string().swap(pending_);
    return;
  }
  pending_.erase(0, *sent);
  auto go_on = [me = weak_from_this()] {
    const auto self = me.lock();
    if (!self || self->over_) return;
    self->flush();
    self->pump();
  };
  client_.when_writable(std::move(go_on));
}

}  // namespace podpromo
