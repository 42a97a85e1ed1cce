#include "http/routes/routes_fixture.hpp"
#include "http/wire.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

std::string said(const Response& response) { return *std::get<std::shared_ptr<EventSource>>(response.body)->next(); }

TEST_F(RoutesTest, TellProgressAsEvents) {
  const std::string id = completed();
  const Response stream = ask("GET", "/api/progress/" + id + "/events");
  EXPECT_EQ(stream.status, 200);
  EXPECT_EQ(header(stream, "Content-Type"), "text/event-stream");
  const std::string event = said(stream);
  const auto from = event.find("id: ") + 4;
  const std::string last = event.substr(from, event.find('\n', from) - from);
  EXPECT_NE(event.find("\nevent: progress\ndata: {"), std::string::npos);

  // There is nothing more to come, and a browser that is told so with 204 doesn't ask again.
  EXPECT_EQ(ask("GET", "/api/progress/" + id + "/events", {{"last-event-id", last}}).status, 204);
  EXPECT_EQ(ask("GET", "/api/progress/" + id + "/events", {{"last-event-id", "0-0"}}).status, 200);
}

TEST_F(RoutesTest, TellNoEventsOfWhatIsNotThere) {
  for (const auto* id : {"nobody", "..", "%2e%2e", "a%2Fb", "", "%00"}) {
    const Response answer = ask("GET", std::string("/api/progress/") + id + "/events");
    EXPECT_EQ(answer.status, 404) << id;
    EXPECT_EQ(json_of(answer)["error"], "episode not found") << id;
  }
}

// Of what is in memory alone, for a disk that doesn't answer must keep nobody else waiting.
TEST_F(RoutesTest, TellProgressAtOnceOfWhatIsWorkedOnOnly) {
  const std::string id = completed();
  ASSERT_TRUE(board.flush(*EpisodeId::parse(id)));
  const auto quick_answer = [&](const std::string& path) {
    Request request;
    request.method = "GET";
    request.path = path;
    return (*router.match(request)->quick)(request);
  };
  for (const auto* more : {"", "/events"}) EXPECT_EQ(quick_answer("/api/progress/" + id + more)->status, 200) << more;
  board.forget(*EpisodeId::parse(id));
  for (const auto* more : {"", "/events"}) {
    EXPECT_FALSE(quick_answer("/api/progress/" + id + more)) << more;
    EXPECT_EQ(ask("GET", "/api/progress/" + id + more).status, 200) << more;
  }
}

// What an event says of the progress; null when it is none.
json told(const std::string& event) {
  const auto from = event.find("data: ");
  if (from == std::string::npos) return {};
  return json::parse(event.substr(from + 6, event.find('\n', from) - from - 6))["progress"];
}

TEST_F(RoutesTest, SendEachChangeOfProgressToWhoListensAndEndWithTheWork) {
  ASSERT_EQ(ask("PUT", "/api/queue", {}, R"({"paused":true})").status, 200);
  const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
  const Served served(router);
  Wire wire(served.port());
  EXPECT_EQ(wire.ask("GET /api/progress/" + id + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", true).status, 200);
  EXPECT_EQ(told(wire.chunk())["stage"], "queued");

  ASSERT_EQ(ask("PUT", "/api/queue", {}, R"({"paused":false})").status, 200);

  json last;
  int percent = 0;
  for (std::string event = wire.chunk(); !event.empty(); event = wire.chunk()) {
    last = told(event);
    EXPECT_GE(last["percent"], percent);
    percent = last["percent"];
  }
  EXPECT_EQ(last["stage"], "completed");
  EXPECT_TRUE(wire.closed());
}

}  // namespace
}  // namespace podpromo
