#include "http/routes/routes_fixture.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

TEST_F(RoutesTest, ShowTheQueueAndPauseIt) {
  EXPECT_EQ(json_of(ask("GET", "/api/queue")), json::parse(R"({"ok":true,"paused":false,"running":[],"waiting":[]})"));
  EXPECT_EQ(json_of(ask("PUT", "/api/queue", {}, R"({"paused":true})"))["paused"], true);

  const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
  const json waiting = json_of(ask("GET", "/api/queue"))["waiting"];
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0]["episodeId"], id);
  EXPECT_EQ(waiting[0]["position"], 1);

  EXPECT_EQ(json_of(ask("PUT", "/api/queue", {}, R"({"paused":false})"))["paused"], false);
  wait_for(id, "completed");
}

TEST_F(RoutesTest, TakeNothingElseForThePauseOfTheQueue) {
  for (const auto* body : {"", "{", "[]", "null", "{}", R"({"paused":"yes"})", R"({"paused":1})"})
    EXPECT_EQ(ask("PUT", "/api/queue", {}, body).status, 400) << body;
  EXPECT_EQ(json_of(ask("GET", "/api/queue"))["paused"], false);
}

TEST_F(RoutesTest, StopTheWorkOnAnEpisodeAndGoOnWhenRetried) {
  ASSERT_EQ(ask("PUT", "/api/queue", {}, R"({"paused":true})").status, 200);
  const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/cancel").status, 200);
  EXPECT_EQ(json_of(ask("GET", "/api/progress/" + id))["progress"]["message"], "Stopped by you.");
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/cancel").status, 409);
  EXPECT_EQ(ask("POST", "/api/episodes/nobody/cancel").status, 404);

  ASSERT_EQ(ask("PUT", "/api/queue", {}, R"({"paused":false})").status, 200);
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry").status, 202);
  wait_for(id, "completed");
}

}  // namespace
}  // namespace podpromo
