#pragma once

#include <functional>
#include <optional>
#include <string>

namespace podpromo {

// A body without an end in sight: text/event-stream as it is defined in the HTML standard, "Server-sent events". The
// server owns it while the client listens and destroys it when the client is gone.
class EventSource {
 public:
  virtual ~EventSource() = default;

  // Calls `wake` whenever next() may have something new. It may be called from any thread and as often as one likes,
  // also while next() runs; it returns at once. Set once, before the first next().
  virtual void on_news(std::function<void()> wake) = 0;

  // What to send now, whole events each; empty when there is nothing at the moment; nothing at all when the stream is
  // over, which closes the connection. One thread at a time calls this and the one below.
  virtual std::optional<std::string> next() = 0;
  // Whether the next next() won't wait for a disk. Asked before each.
  virtual bool is_at_hand() { return true; }
};

}  // namespace podpromo
