// A body without an end in sight, as a client sees it.
#include <atomic>
#include <latch>
#include <mutex>

#include <gtest/gtest.h>

#include "http/event_source.hpp"
#include "http/gate.hpp"
#include "http/wire.hpp"

namespace podpromo {
namespace {

using std::chrono::milliseconds;

// Says what the test tells it, then what it is told later; ends when told.
class Tape final : public EventSource {
 public:
  void on_news(std::function<void()> wake) override {
    const std::scoped_lock lock(mutex_);
    wake_ = std::move(wake);
  }
  std::optional<std::string> next() override {
    const std::scoped_lock lock(mutex_);
    if (told_.empty() && over_) return std::nullopt;
    return std::exchange(told_, {});
  }
  void tell(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    told_ += text;
    if (wake_) wake_();
  }
  void end() {
    const std::scoped_lock lock(mutex_);
    over_ = true;
    if (wake_) wake_();
  }

 private:
  std::mutex mutex_;
  std::function<void()> wake_;
  std::string told_ = "data: first\n\n";
  bool over_ = false;
};

// Finds what it says on a disk that takes its time: nothing at first, then something, then the end.
class Archive final : public EventSource {
 public:
  Archive(std::latch& asked, std::latch& may_answer) : asked_(asked), may_answer_(may_answer) {}
  void on_news(std::function<void()> wake) override { wake_ = std::move(wake); }
  bool is_at_hand() override { return false; }
  std::optional<std::string> next() override {
    if (times_++ == 0) {
      asked_.count_down();
      may_answer_.wait();
      // Too late for this answer, so it has to be asked again.
      wake_();
      return "";
    }
    return times_ == 2 ? std::optional<std::string>("data: found\n\n") : std::nullopt;
  }

 private:
  std::latch& asked_;
  std::latch& may_answer_;
  std::function<void()> wake_;
  int times_ = 0;
};

class EventStream : public testing::Test {
 protected:
  EventStream() {
    router.on("GET", "/events", [this](Request&) { return event_stream(std::exchange(tape, nullptr)); });
    router.on("GET", "/hello", [](Request&) { return Response{.status = 200, .headers = {}, .body = "Hello"}; });
  }

  static constexpr const char* kAsk = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

  std::shared_ptr<Tape> tape = std::make_shared<Tape>();
  std::weak_ptr<Tape> held = tape;
  Router router;
};

TEST_F(EventStream, SendsEachEventAtOnceAndEndsWithItsSource) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask(kAsk, true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(wire.chunk(), "data: first\n\n");
  held.lock()->tell("data: second\n\n");
  EXPECT_EQ(wire.chunk(), "data: second\n\n");
  held.lock()->end();
  EXPECT_EQ(wire.chunk(), "");
  EXPECT_TRUE(wire.closed());
}

// Which knows no chunks: there the body ends with the connection.
TEST_F(EventStream, IsUnframedForAnOldClient) {
  const Served served(router);
  Wire wire(served.port());
  const auto source = held.lock();
  const Answer answer = wire.ask("GET /events HTTP/1.0\r\n\r\n", true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Transfer-Encoding"), "");
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(answer.header("Connection"), "close");
  source->tell("data: second\n\n");
  source->end();
  EXPECT_EQ(wire.rest(), "data: first\n\ndata: second\n\n");
}

TEST_F(EventStream, GivesASignOfLifeWhenThereIsNoNews) {
  ServerLimits limits;
  limits.heartbeat = milliseconds(50);
  const Served served(router, limits);
  Wire wire(served.port());
  wire.ask(kAsk, true);
  EXPECT_EQ(wire.chunk(), "data: first\n\n");
  EXPECT_EQ(wire.chunk(), ": \n\n");
  held.lock()->tell("data: second\n\n");
  std::string next = wire.chunk();
  while (next == ": \n\n") next = wire.chunk();
  EXPECT_EQ(next, "data: second\n\n");
}

TEST_F(EventStream, OutlivesTheTimeOfSilence) {
  ServerLimits limits;
  // The first of these runs from the connection to the first byte too.
  limits.idle = milliseconds(1000);
  limits.heartbeat = milliseconds(2000);
  const Served served(router, limits);
  Wire wire(served.port());
  wire.ask(kAsk, true);
  EXPECT_EQ(wire.chunk(), "data: first\n\n");
  EXPECT_EQ(wire.chunk(), ": \n\n");
}

TEST_F(EventStream, GivesUpItsSourceWhenTheClientIsGone) {
  ServerLimits limits;
  limits.heartbeat = milliseconds(20);
  const Served served(router, limits);
  {
    Wire wire(served.port());
    wire.ask(kAsk, true);
    EXPECT_EQ(wire.chunk(), "data: first\n\n");
  }
  while (!held.expired()) std::this_thread::yield();
}

// Lets everybody in until it is closed.
class Turnstile final : public Gate {
 public:
  std::optional<Response> refuse(const Request& request) const override {
    EXPECT_EQ(request.path, "/events");
    if (!closed) return std::nullopt;
    return Response{.status = 401, .headers = {}, .body = {}};
  }
  std::atomic<bool> closed = false;
};

TEST_F(EventStream, EndsSoonWhenItsReaderMayNotComeInAnyMore) {
  ServerLimits limits;
  limits.heartbeat = milliseconds(50);
  Turnstile gate;
  const Served served(router, limits, &gate);
  Wire wire(served.port());
  wire.ask(kAsk, true);
  EXPECT_EQ(wire.chunk(), "data: first\n\n");
  EXPECT_EQ(wire.chunk(), ": \n\n");
  gate.closed = true;
  std::string next = wire.chunk();
  while (next == ": \n\n") next = wire.chunk();
  EXPECT_EQ(next, "");
  EXPECT_TRUE(wire.closed());
}

// On the one thread there is.
TEST_F(EventStream, ThatWaitsForADiskKeepsNobodyElseWaiting) {
  std::latch asked{1};
  std::latch may_answer{1};
  router.on("GET", "/archive", [&](Request&) { return event_stream(std::make_shared<Archive>(asked, may_answer)); });
  const Served served(router, {}, nullptr, 1);
  Wire wire(served.port());
  wire.ask("GET /archive HTTP/1.1\r\nHost: x\r\n\r\n", true);
  asked.wait();
  EXPECT_EQ(Wire(served.port()).ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").body, "Hello");
  may_answer.count_down();
  EXPECT_EQ(wire.chunk(), "data: found\n\n");
  EXPECT_EQ(wire.chunk(), "");
  EXPECT_TRUE(wire.closed());
}

TEST_F(EventStream, AnswersHeadWithoutABody) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n", true);
  EXPECT_EQ(answer.header("Content-Type"), "text/event-stream");
  EXPECT_TRUE(wire.closed());
}

TEST_F(EventStream, EndsWhenTheServerStops) {
  Served served(router);
  Wire wire(served.port());
  wire.ask(kAsk, true);
  EXPECT_EQ(wire.chunk(), "data: first\n\n");
  served.stop();
  EXPECT_EQ(wire.chunk(), "");
  EXPECT_TRUE(wire.closed());
}

}  // namespace
}  // namespace podpromo
