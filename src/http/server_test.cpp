#include "http/server.hpp"

#include <atomic>
#include <latch>
#include <stdexcept>

#include <gtest/gtest.h>

#include "http/answers.hpp"
#include "http/ranges.hpp"
#include "http/wire.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

constexpr std::size_t kMostUploaded = 1 << 20;
constexpr std::size_t kLargeFile = 48 << 20;

// Counts what comes; says when it is gone.
class Counter final : public BodySink {
 public:
  explicit Counter(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  ~Counter() override { --alive_; }
  Done take(std::string_view bytes) override {
    bytes_ += bytes.size();
    if (bytes_ > kMostUploaded) return failure(Fault::too_large, "too much");
    return {};
  }
  Response finish() override { return {.status = 200, .headers = {}, .body = std::to_string(bytes_)}; }

 private:
  std::atomic<int>& alive_;
  std::size_t bytes_ = 0;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    router.on("GET", "/hello", [](Request&) { return Response{.status = 200, .headers = {}, .body = "Hello"}; });
    router.on("POST", "/echo",
              [](Request& request) { return Response{.status = 200, .headers = {}, .body = request.body}; });
    router.on("GET", "/boom", [](Request&) -> Response { throw std::runtime_error("boom"); });
    router.on("GET", "/file", [this](Request& request) { return file_answer(request, folder / "a.mp4", {}); });
    router.on("GET", "/large", [this](Request& request) {
      large_is_asked_for.count_down();
      return file_answer(request, folder / "large", {});
    });
    router.on_upload("POST", "/up", [this](Request&) -> Result<std::unique_ptr<BodySink>> {
      return std::make_unique<Counter>(sinks);
    });
    EXPECT_TRUE(write_durably(folder / "a.mp4", "0123456789"));
    EXPECT_TRUE(write_durably(folder / "large", ""));
    fs::resize_file(folder / "large", kLargeFile);
  }

  TestFolder folder;
  std::latch large_is_asked_for{1};
  std::atomic<int> sinks = 0;
  Router router;
};

TEST_F(ServerTest, AnswersOneRequestAfterAnotherOnAConnection) {
  const Served served(router);
  Wire wire(served.port());
  const Answer first = wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "Hello");
  EXPECT_EQ(first.header("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(first.header("Date").ends_with(" GMT"));
  EXPECT_EQ(wire.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbees").body, "bees");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none"
                     "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
                     "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n")
                .body,
            "one");
  EXPECT_EQ(wire.read().body, "Hello");
  EXPECT_EQ(wire.read().body, "Hello");
}

TEST_F(ServerTest, AnswersHeadWithTheLengthAlone) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n", true).header("Content-Length"), "5");
  EXPECT_EQ(wire.ask("HEAD /file HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n", true).status, 200);
  EXPECT_EQ(wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").body, "Hello");
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(wire.closed());
  Wire old(served.port());
  EXPECT_EQ(old.ask("GET /hello HTTP/1.0\r\n\r\n").body, "Hello");
  EXPECT_TRUE(old.closed());
}

TEST_F(ServerTest, KnowsWhatIsNotThereAndWhatIsNotPossible) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").status, 404);
  const Answer answer = wire.ask("DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("Allow"), "GET, HEAD");
  EXPECT_NE(answer.body.find("\"method_not_allowed\""), std::string::npos);
}

class Framing : public ServerTest, public testing::WithParamInterface<std::string> {};

TEST_P(Framing, ThatCanBeReadInTwoWaysIsRefusedAndTheConnectionClosed) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask(GetParam());
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.header("Connection"), "close");
}

INSTANTIATE_TEST_SUITE_P(
    Requests, Framing,
    testing::Values(
        "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbees",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET /hello HTTP/1.1\r\nHost : x\r\n\r\n",
        "nonsense\r\n\r\n"));

TEST_F(ServerTest, RefusesHeadersThatAreTooLong) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\nA: " + std::string(20 << 10, 'a') + "\r\n\r\n");
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST_F(ServerTest, RefusesALargeBodyWhereASmallOneIsTaken) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n").status, 413);
}

TEST_F(ServerTest, TellsAWaitingClientToGoOn) {
  const Served served(router);
  Wire wire(served.port());
  const std::string head = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
  EXPECT_EQ(wire.ask("POST /up" + head, true).status, 100);
  EXPECT_EQ(wire.ask("bees").body, "4");
  EXPECT_EQ(wire.ask("POST /echo" + head, true).status, 100);
  EXPECT_EQ(wire.ask("bees").body, "bees");
}

TEST_F(ServerTest, TakesChunks) {
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(
      wire.ask("POST /up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbees\r\n2\r\n!!\r\n0\r\n\r\n")
          .body,
      "6");
  EXPECT_EQ(wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").body, "Hello");
}

TEST_F(ServerTest, AnswersAnUploadOverTheLimitWhileItIsStillComing) {
  const Served served(router);
  const std::string much(8 << 20, 'x');
  Wire told(served.port());
  told.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n" + much);
  EXPECT_EQ(told.read().status, 413);
  Wire chunked(served.port());
  chunked.send("POST /up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n800000\r\n" + much);
  EXPECT_EQ(chunked.read().status, 413);
}

TEST_F(ServerTest, DropsAnUploadWhoseClientIsGone) {
  const Served served(router);
  {
    Wire wire(served.port());
    ASSERT_TRUE(wire.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(500, 'x')));
    while (sinks == 0) std::this_thread::yield();
  }
  while (sinks != 0) std::this_thread::yield();
}

TEST_F(ServerTest, SendsPartsOfAFile) {
  const Served served(router);
  Wire wire(served.port());
  const std::string get = "GET /file HTTP/1.1\r\nHost: x\r\n";
  const Answer whole = wire.ask(get + "\r\n");
  EXPECT_EQ(whole.body, "0123456789");
  const Answer part = wire.ask(get + "Range: bytes=2-4\r\n\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "234");
  EXPECT_EQ(part.header("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(wire.ask(get + "Range: bytes=-3\r\n\r\n").body, "789");
  const Answer outside = wire.ask(get + "Range: bytes=10-\r\n\r\n");
  EXPECT_EQ(outside.status, 416);
  EXPECT_EQ(outside.header("Content-Range"), "bytes */10");
  EXPECT_EQ(wire.ask(get + "Range: bytes=2-4\r\nIf-Range: " + whole.header("ETag") + "\r\n\r\n").body, "234");
  EXPECT_EQ(wire.ask(get + "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n\r\n").body, "0123456789");
  EXPECT_EQ(wire.ask(get + "If-None-Match: " + whole.header("ETag") + "\r\n\r\n").status, 304);
}

TEST_F(ServerTest, SaysWhenAFileChanged) {
  const Served served(router);
  Wire wire(served.port());
  const std::string get = "GET /file HTTP/1.1\r\nHost: x\r\n";
  const Answer whole = wire.ask(get + "\r\n");
  const std::string changed = whole.header("Last-Modified");
  EXPECT_TRUE(changed.ends_with(" GMT"));
  EXPECT_EQ(wire.ask(get + "If-Modified-Since: " + changed + "\r\n\r\n").status, 304);
  EXPECT_EQ(wire.ask(get + "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n").status, 200);
  EXPECT_EQ(wire.ask(get + "If-Modified-Since: Thursday, 01-Jan-70 00:00:00 GMT\r\n\r\n").status, 200);
  EXPECT_EQ(wire.ask(get + "If-Modified-Since: nonsense\r\n\r\n").status, 200);
  // What is said by ETag counts first.
  EXPECT_EQ(wire.ask(get + "If-None-Match: \"other\"\r\nIf-Modified-Since: " + changed + "\r\n\r\n").status, 200);
  EXPECT_EQ(wire.ask(get + "Range: bytes=2-4\r\nIf-Range: " + changed + "\r\n\r\n").body, "234");
  EXPECT_EQ(wire.ask(get + "Range: bytes=2-4\r\nIf-Range: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n").status, 200);
}

TEST_F(ServerTest, SaysTheSameToHeadAsToGet) {
  const Served served(router);
  Wire wire(served.port());
  for (const std::string path : {"/hello", "/file"}) {
    const std::string get = wire.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").head;
    const std::string head = wire.ask("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n", true).head;
    // The dates may be a second apart.
    EXPECT_EQ(head.substr(head.find("GMT")), get.substr(get.find("GMT")));
  }
}

TEST_F(ServerTest, FinishesAnAnswerThatIsUnderWayWhenItStops) {
  Served served(router);
  Wire wire(served.port());
  ASSERT_TRUE(wire.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
  large_is_asked_for.wait();
  Wire idle(served.port());
  EXPECT_EQ(idle.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  served.stop();
  EXPECT_TRUE(idle.closed());
  EXPECT_EQ(wire.read().body.size(), kLargeFile);
  EXPECT_TRUE(wire.closed());
}

TEST_F(ServerTest, GoesOnWhenAClientLeavesInTheMiddleOfAFile) {
  const Served served(router);
  {
    Wire wire(served.port());
    EXPECT_EQ(wire.ask("GET /large HTTP/1.1\r\nHost: x\r\n\r\n", true).status, 200);
  }
  Wire next(served.port());
  EXPECT_EQ(next.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST_F(ServerTest, GoesOnAfterAHandlerThatThrows) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask("GET /boom HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("boom"), std::string::npos);
  EXPECT_EQ(wire.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST_F(ServerTest, ClosesAConnectionThatSaysNothing) {
  ServerLimits limits;
  // From the connection to its first byte, which the client sends when it gets round to it.
  limits.idle = std::chrono::seconds(2);
  limits.head = std::chrono::milliseconds(300);
  const Served served(router, limits);
  Wire silent(served.port());
  Wire half(served.port());
  ASSERT_TRUE(half.send("GET /hello HT"));
  EXPECT_TRUE(silent.closed());
  EXPECT_EQ(half.read().status, 408);
  EXPECT_TRUE(half.closed());
}

TEST_F(ServerTest, SaysWhenItsPortIsTaken) {
  const Served served(router);
  const auto second = Server::listen({.port = served.port()}, router);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::conflict);
}

}  // namespace
}  // namespace podpromo
