// Clients that take their time, to hold on to what others need. The program's own limits leave honest lines more time
// than a test has, so its server is run with short ones here.
#include <algorithm>
#include <chrono>
#include <vector>

#include <poll.h>

#include "http/wire.hpp"
#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

ServerLimits short_limits() {
  ServerLimits limits;
  // This runs until the first byte comes too, which those below send when they get round to it.
  limits.idle = 2s;
  limits.head = 500ms;
  limits.silence = 500ms;
  limits.grace = 500ms;
  limits.bytes_per_second = 1000;
  return limits;
}

class Slow : public testing::Test {
 protected:
  Slow() {
    router.on("GET", "/hello", [](Request&) { return Response{.status = 200, .headers = {}, .body = "Hello"}; });
    router.on("GET", "/large",
              [](Request&) { return Response{.status = 200, .headers = {}, .body = std::string(kLarge, 'x')}; });
    router.on("POST", "/echo",
              [](Request& request) { return Response{.status = 200, .headers = {}, .body = request.body}; });
  }

  static void row(const std::string& attack, const std::string& expected, const std::string& answer) {
    record({"slow", attack, expected, answer});
  }
  // Sends `begin`, then a letter now and then for at most five seconds, until the server has had enough.
  Heard trickle(const std::string& begin) const {
    const WireTap tap(served.port());
    tap.send(begin);
    for (const auto until = Steady::now() + 5s; Steady::now() < until && tap.is_silent(); ::poll(nullptr, 0, 50))
      tap.send("a");
    return tap.hear();
  }

  static constexpr std::size_t kLarge = 64 << 20;
  Router router;
  const Served served{router, short_limits()};
};

TEST_F(Slow, HeadsAreNotWaitedForForever) {
  row("a connection that says nothing", "silence closed", heard(served.port(), "").summary());
  row("half a head, then nothing", "408 closed", heard(served.port(), "GET /hello HTTP/1.1\r\nHost: x\r\n").summary());
  row("a head that trickles, letter by letter", "408 closed",
      trickle("GET /hello HTTP/1.1\r\nHost: x\r\nX: ").summary());
  row("a connection that says nothing after its first request", "200 closed", [&] {
    const WireTap tap(served.port());
    tap.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    return tap.hear({.answers = 2}).summary();
  }());
}

TEST_F(Slow, BodiesAreNotWaitedForForever) {
  const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
  row("half a body, then nothing", "408 closed", heard(served.port(), head + "half").summary());
  row("a body that trickles, letter by letter", "408 closed", trickle(head).summary());
  row("a chunk that trickles", "408 closed",
      trickle("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n").summary());
}

TEST_F(Slow, ReadersAreNotWaitedForForever) {
  const WireTap tap(served.port());
  tap.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  row("an answer of 64 MB that nobody reads", "given up", tap.ends_unread(20s) ? "given up" : "held on to");
}

// Against the program itself, with its own limits.
class SlowClients : public Attack {};

TEST_F(SlowClients, KeepNobodyElseWaiting) {
  const std::uint16_t port = Target::open().port();
  std::vector<WireTap> slow;
  for (int i = 0; i < 500; ++i) {
    slow.emplace_back(port);
    slow.back().send(i % 2 == 0 ? "GET /health HTTP/1.1\r\nHost: local"
                                : "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  }
  const Heard quick = Target::open().ask(request("GET", "/health"));
  // Those who kept it waiting would be given up before it is answered.
  const bool first = std::ranges::all_of(slow, &WireTap::is_silent);
  record({"slow", "500 clients that are slow, and one that isn't", "200", statuses(quick) + (first ? "" : " LATE")});
}

}  // namespace
}  // namespace podpromo
