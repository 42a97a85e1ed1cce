// What the server takes from clients that are slow, many, or never satisfied.
#include <malloc.h>

#include <array>
#include <latch>
#include <semaphore>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/ranges.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLargeFile = 48 << 20;

// Counts its lives, and keeps what came.
class Basket final : public BodySink {
 public:
  Basket(std::atomic<int>& alive, std::atomic<std::size_t>& kept) : alive_(alive), kept_(kept) { ++alive_; }
  ~Basket() override { --alive_; }
  Done take(std::string_view bytes) override {
    kept_ += bytes.size();
    return {};
  }
  Response finish() override { return {.status = 200, .headers = {}, .body = "kept"}; }

 private:
  std::atomic<int>& alive_;
  std::atomic<std::size_t>& kept_;
};

// Takes its time at the end.
class Adder final : public BodySink {
 public:
  Adder(std::latch& at_it, std::latch& may_end) : at_it_(at_it), may_end_(may_end) {}
  Done take(std::string_view) override { return {}; }
  Response finish() override {
    at_it_.arrive_and_wait();
    may_end_.wait();
    return {.status = 200, .headers = {}, .body = "added"};
  }

 private:
  std::latch& at_it_;
  std::latch& may_end_;
};

// The same for what copies; says each time that it began.
class Copier final : public BodySink {
 public:
  Copier(std::counting_semaphore<>& began, std::latch& may_end) : began_(began), may_end_(may_end) {}
  Done take(std::string_view) override { return {}; }
  Response finish() override {
    began_.release();
    may_end_.wait();
    return {.status = 200, .headers = {}, .body = "copied"};
  }
  bool finish_copies() const override { return true; }

 private:
  std::counting_semaphore<>& began_;
  std::latch& may_end_;
};

class Manners : public testing::Test {
 protected:
  Manners() {
    const auto hello = [](Request&) { return Response{.status = 200, .headers = {}, .body = "Hello"}; };
    router.on_at_once("GET", "/hello", hello);
    router.on("GET", "/slow", [this](Request&) {
      slow_began.count_down();
      slow_may_end.wait();
      return Response{.status = 200, .headers = {}, .body = "at last"};
    });
    router.on("GET", "/large", [this](Request& request) {
      Response response = file_answer(request, folder / "large", {});
      file = std::get<FileBody>(response.body).file;
      file_is_open.count_down();
      return response;
    });
    router.on_upload("POST", "/up", [this](Request&) -> Result<std::unique_ptr<BodySink>> {
      return std::make_unique<Basket>(sinks, kept);
    });
    EXPECT_TRUE(write_durably(folder / "large", ""));
    fs::resize_file(folder / "large", kLargeFile);
  }

  static constexpr const char* kHello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
  static constexpr const char* kUp = "POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";

  // One byte after another, each in time by itself, until there is an answer.
  static Answer trickled(Wire& wire) {
    while (wire.is_silent_for(milliseconds(10)) && wire.send("a")) continue;
    return wire.read();
  }

  TestFolder folder;
  std::atomic<int> sinks = 0;
  std::atomic<std::size_t> kept = 0;
  std::weak_ptr<const FileDescriptor> file;
  std::latch file_is_open{1};
  std::latch slow_began{1};
  std::latch slow_may_end{1};
  ServerLimits limits;
  Router router;
};

// Each of these holds a thread for as long as it reads all of a large upload.
TEST_F(Manners, WhatBecomesOfSomeBodiesKeepsNoOtherWaiting) {
  constexpr std::size_t kMany = 4;
  std::latch all_at_it{kMany};
  std::latch may_end{1};
  router.on_upload("POST", "/sum", [&](Request&) {
    return Result<std::unique_ptr<BodySink>>(std::make_unique<Adder>(all_at_it, may_end));
  });
  const Served served(router);
  std::vector<Wire> wires;
  for (std::size_t i = 0; i < kMany; ++i) {
    wires.emplace_back(served.port());
    ASSERT_TRUE(wires.back().send("POST /sum HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"));
  }
  all_at_it.wait();
  Wire other(served.port());
  ASSERT_TRUE(other.send(kUp));
  ASSERT_TRUE(other.send(std::string(500'000, 'x')));
  while (kept < 500'000) std::this_thread::yield();
  EXPECT_EQ(Wire(served.port()).ask("GET /large HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9\r\n\r\n").body.size(), 10U);
  may_end.count_down();
  for (Wire& wire : wires) EXPECT_EQ(wire.read().body, "added");
}

TEST_F(Manners, ManyThatCopyKeepNoOtherFromFinishing) {
  std::counting_semaphore<> began{0};
  std::latch may_end{1};
  router.on_upload("POST", "/join", [&](Request&) {
    return Result<std::unique_ptr<BodySink>>(std::make_unique<Copier>(began, may_end));
  });
  const Served served(router);
  std::vector<Wire> wires;
  for (int i = 0; i < 12; ++i) {
    wires.emplace_back(served.port());
    ASSERT_TRUE(wires.back().send("POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
  }
  began.acquire();
  EXPECT_EQ(Wire(served.port()).ask("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").body, "kept");
  EXPECT_FALSE(began.try_acquire());
  may_end.count_down();
  for (Wire& wire : wires) EXPECT_EQ(wire.read().body, "copied");
}

// Until the client has read its refusal and left, it costs us hardly more than its socket.
TEST_F(Manners, ClientsThatLingerAfterARefusalTakeNoMemory) {
  constexpr int kMany = 200;
  const Served served(router);
  const std::size_t before = ::mallinfo2().uordblks;
  std::vector<Wire> wires;
  for (int i = 0; i < kMany; ++i) EXPECT_EQ(wires.emplace_back(served.port()).ask("no request\r\n\r\n").status, 400);
  for (Wire& wire : wires) EXPECT_TRUE(wire.closed());
  EXPECT_LT(::mallinfo2().uordblks - before, kMany * std::size_t{16 << 10});
}

TEST_F(Manners, AHeadHasItsTimeHoweverItTrickles) {
  limits.head = milliseconds(100);
  const Served served(router, limits);
  Wire wire(served.port());
  ASSERT_TRUE(wire.send("GET /hello HTTP/1.1\r\nHost: x\r\nA: "));
  const Answer answer = trickled(wire);
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(wire.closed());
}

TEST_F(Manners, ABodyHasALeastSpeed) {
  limits.grace = milliseconds(100);
  limits.bytes_per_second = 1 << 20;
  const Served served(router, limits);
  Wire wire(served.port());
  ASSERT_TRUE(wire.send(kUp));
  EXPECT_EQ(trickled(wire).status, 408);
  while (sinks != 0) std::this_thread::yield();
}

TEST_F(Manners, ABodyDoesNotFallSilent) {
  limits.silence = milliseconds(300);
  const Served served(router, limits);
  Wire wire(served.port());
  ASSERT_TRUE(wire.send(kUp + std::string(500, 'x')));
  EXPECT_EQ(wire.read().status, 408);
  EXPECT_EQ(kept, 500u);
}

TEST_F(Manners, WhatCameBeforeAConnectionBrokeIsHandedOver) {
  const Served served(router);
  {
    Wire wire(served.port());
    ASSERT_TRUE(wire.send(kUp + std::string(500, 'x')));
    while (sinks == 0) std::this_thread::yield();
  }
  while (sinks != 0) std::this_thread::yield();
  EXPECT_EQ(kept, 500u);
}

TEST_F(Manners, AReaderThatDoesNotReadIsLeft) {
  limits.silence = milliseconds(50);
  const Served served(router, limits);
  Wire wire(served.port());
  ASSERT_TRUE(wire.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
  file_is_open.wait();
  while (!file.expired()) std::this_thread::yield();
  EXPECT_LT(wire.read().body.size(), kLargeFile);
}

// However many threads the places are spread over.
class Places : public Manners, public testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Threads, Places, testing::Values(1, 2, 4));

TEST_P(Places, OfTheOldestIdleClientAreTakenByANewOne) {
  limits.connections = 2;
  const Served served(router, limits, nullptr, GetParam());
  Wire first(served.port());
  EXPECT_EQ(first.ask(kHello).status, 200);
  Wire second(served.port());
  EXPECT_EQ(second.ask(kHello).status, 200);
  Wire third(served.port());
  EXPECT_EQ(third.ask(kHello).status, 200);
  EXPECT_TRUE(first.closed());
  EXPECT_EQ(second.ask(kHello).status, 200);
}

TEST_P(Places, ThatNobodyLeavesAreAReasonToComeAgain) {
  limits.connections = 1;
  const Served served(router, limits, nullptr, GetParam());
  Wire busy(served.port());
  ASSERT_TRUE(busy.send(kUp));
  while (sinks == 0) std::this_thread::yield();
  Wire late(served.port());
  const Answer answer = late.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "10");
  EXPECT_TRUE(late.closed());
}

TEST_F(Manners, AHandlerThatWaitsKeepsNobodyElseWaiting) {
  const Served served(router, limits);
  Wire slow(served.port());
  ASSERT_TRUE(slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
  slow_began.wait();
  Wire quick(served.port());
  EXPECT_EQ(quick.ask(kHello).body, "Hello");
  slow_may_end.count_down();
  EXPECT_EQ(slow.read().body, "at last");
}

// On the one thread there is.
TEST_F(Manners, WhatIsNotAtHandKeepsNobodyElseWaiting) {
  std::latch asked{1};
  std::latch may_end{1};
  router.on_at_once(
      "GET", "/perhaps", [](Request&) { return std::optional<Response>(); },
      [&](Request&) {
        asked.count_down();
        may_end.wait();
        return Response{.status = 200, .headers = {}, .body = "found"};
      });
  const Served served(router, limits, nullptr, 1);
  Wire slow(served.port());
  ASSERT_TRUE(slow.send("GET /perhaps HTTP/1.1\r\nHost: x\r\n\r\n"));
  asked.wait();
  EXPECT_EQ(Wire(served.port()).ask(kHello).body, "Hello");
  may_end.count_down();
  EXPECT_EQ(slow.read().body, "found");
}

TEST_F(Manners, AHandlerAtWorkMayFinishWhenTheServerStops) {
  Served served(router, limits, nullptr, 4);
  Wire slow(served.port());
  ASSERT_TRUE(slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
  slow_began.wait();
  // Each thread of the server has one of these; once they are closed, all know that it stops.
  std::array<Wire, 4> idle{Wire(served.port()), Wire(served.port()), Wire(served.port()), Wire(served.port())};
  for (Wire& wire : idle) wire.ask("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
  served.stop();
  for (Wire& wire : idle) EXPECT_TRUE(wire.closed());
  slow_may_end.count_down();
  const Answer answer = slow.read();
  EXPECT_EQ(answer.body, "at last");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(slow.closed());
}

TEST_F(Manners, TheServerDoesNotWaitForeverForWhoDoesNotRead) {
  limits.drain = milliseconds(50);
  std::unique_ptr<Wire> wire;
  {
    Served served(router, limits);
    wire = std::make_unique<Wire>(served.port());
    ASSERT_TRUE(wire->send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
    file_is_open.wait();
    served.stop();
  }
  EXPECT_LT(wire->read().body.size(), kLargeFile);
}

// The second thread is at work when it is told to stop, and when it is done it is time to look after connections, of
// which there are none: it must not go on looking until the end of the time for answers under way.
TEST_F(Manners, TheServerWaitsForNobodyWhenAllAreGone) {
  limits.heartbeat = milliseconds(8);
  limits.drain = std::chrono::hours(1);
  std::latch at_work{1};
  std::latch may_end{1};
  router.on_at_once("GET", "/long", [&](Request&) {
    at_work.count_down();
    may_end.wait();
    std::this_thread::sleep_for(milliseconds(50));
    return Response{.status = 200, .headers = {}, .body = "at last"};
  });
  Served served(router, limits, nullptr, 2);
  Wire first(served.port());
  EXPECT_EQ(first.ask(kHello).status, 200);
  Wire second(served.port());
  ASSERT_TRUE(second.send("GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  at_work.wait();
  served.stop();
  EXPECT_TRUE(first.closed());
  may_end.count_down();
  EXPECT_EQ(second.read().body, "at last");
}

TEST_F(Manners, AnotherProtocolIsRefusedAtItsFirstByte) {
  const Served served(router, limits);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("\x16\x03\x01").status, 400);
  EXPECT_TRUE(wire.closed());
}

TEST_F(Manners, AnAddressHasALimitOfItsOwn) {
  const Served served(router, limits);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("GET /" + std::string(20 << 10, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n").status, 414);
}

TEST_F(Manners, ABodyNobodyWantsCostsNotTheConnectionWhenItIsHere) {
  const Served served(router, limits);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbees").status, 404);
  EXPECT_EQ(wire.ask(kHello).body, "Hello");
}

}  // namespace
}  // namespace podpromo
