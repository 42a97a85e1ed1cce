#include "http/routes/routes.hpp"

#include <gtest/gtest.h>

#include "http/routes/routes_fixture.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

class TranscriptRoutes : public RoutesTest {
 protected:
  std::string id = completed();
  std::string at = "/api/transcript/" + id;
};

TEST_F(TranscriptRoutes, GiveEveryFormByItsName) {
  const json whole = json_of(ask("GET", at + "?format=json"));
  EXPECT_EQ(whole["partial"], false);
  EXPECT_EQ(whole["status"], "completed");
  EXPECT_EQ(whole["duration_s"], 60.0);
  EXPECT_EQ(whole["words"][1]["w"], "bees.");
  EXPECT_EQ(whole["sentences"][0],
            json::parse(R"({"start":1.0,"end":3.0,"first_word":0,"last_word":2,"text":"Hello bees."})"));
  EXPECT_NE(text_of(ask("GET", at + "?format=srt")).find("00:00:01,000 --> "), std::string::npos);
  EXPECT_TRUE(text_of(ask("GET", at + "?format=vtt")).starts_with("WEBVTT"));
  EXPECT_EQ(text_of(ask("GET", at + "?format=txt")), "Hello bees.\n");
  EXPECT_EQ(json_of(ask("GET", at + "?format=podcast"))["segments"][0],
            json::parse(R"({"startTime":1.0,"endTime":2.0,"body":"Hello"})"));
  EXPECT_EQ(ask("GET", at + "?format=doc").status, 400);
  EXPECT_EQ(ask("GET", "/api/transcript/nobody").status, 404);
}

TEST_F(TranscriptRoutes, OfferFilesUnderTheNameOfTheEpisode) {
  const auto name = [&](const std::string& format) {
    return header(ask("GET", at + "?download=1&format=" + format), "Content-Disposition");
  };
  EXPECT_EQ(name("txt"), "attachment; filename*=UTF-8''Bees.txt");
  EXPECT_EQ(name("podcast"), "attachment; filename*=UTF-8''Bees.podcast.json");
}

TEST_F(TranscriptRoutes, GiveWhatIsAccepted) {
  const auto type = [&](const std::string& accept, const std::string& more = {}) {
    return header(ask("GET", at + more, {{"accept", accept}}), "Content-Type");
  };
  EXPECT_EQ(type("*/*"), "application/json; charset=utf-8");
  EXPECT_EQ(type("text/vtt"), "text/vtt; charset=utf-8");
  EXPECT_EQ(type("application/x-subrip, text/plain;q=0.5"), "application/x-subrip; charset=utf-8");
  EXPECT_EQ(type("text/srt"), "application/x-subrip; charset=utf-8");
  EXPECT_EQ(type("text/plain"), "text/plain; charset=utf-8");
  EXPECT_EQ(type("text/plain", "?format=vtt"), "text/vtt; charset=utf-8");
  const Response none = ask("GET", at, {{"accept", "image/png"}});
  EXPECT_EQ(none.status, 406);
  EXPECT_EQ(json_of(none)["code"], "not_acceptable");
}

TEST_F(TranscriptRoutes, SayWhenNothingHasChanged) {
  const Response json_form = ask("GET", at);
  const Response text_form = ask("GET", at + "?format=txt");
  const std::string etag = header(json_form, "ETag");
  EXPECT_NE(etag, header(text_form, "ETag"));
  EXPECT_EQ(header(json_form, "Vary"), "Accept");
  EXPECT_EQ(header(ask("HEAD", at), "ETag"), etag);
  const Response unchanged = ask("GET", at, {{"if-none-match", "W/" + etag}});
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(text_of(unchanged), "");
  EXPECT_EQ(header(unchanged, "ETag"), etag);
  EXPECT_EQ(ask("GET", at + "?format=txt", {{"if-none-match", etag}}).status, 200);
}

}  // namespace
}  // namespace podpromo
