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
  EXPECT_EQ(header(unchanged, "Vary"), "Accept, Accept-Encoding");
  EXPECT_EQ(text_of(unchanged), "");
  EXPECT_EQ(header(unchanged, "ETag"), etag);
  EXPECT_EQ(ask("GET", at + "?format=txt", {{"if-none-match", etag}}).status, 200);
}

class CorrectedTranscript : public TranscriptRoutes {
 protected:
  std::string etag() { return header(ask("GET", at), "ETag"); }
  Response put(const std::string& body, const std::string& if_match) {
    return ask("PUT", at, {{"if-match", if_match}, {"content-type", "application/json"}}, body);
  }
  inline static const std::string kWasps = R"({"words":[{"w":"Hello"},{"w":"wasps."}]})";
};

TEST_F(CorrectedTranscript, IsAnsweredSeenAndFollowed) {
  const std::string before = etag();
  const Response answer = put(kWasps, before);
  ASSERT_EQ(answer.status, 200) << text_of(answer);
  EXPECT_EQ(json_of(answer)["words"][1], json::parse(R"({"w":"wasps.","start":2.0,"end":3.0,"p":1.0})"));
  EXPECT_EQ(json_of(answer)["sentences"][0]["text"], "Hello wasps.");
  const std::string after = header(answer, "ETag");
  EXPECT_NE(after.substr(0, 17), before.substr(0, 17));
  EXPECT_EQ(etag().substr(0, 17), after.substr(0, 17));
  EXPECT_EQ(text_of(ask("GET", at + "?format=txt")), "Hello wasps.\n");
  wait_for(id, JobState::done);
  EXPECT_NE(read_whole(folders.transcript(*EpisodeId::parse(id)))->find("wasps."), std::string::npos);
  const std::string clip = json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0]["id"];
  EXPECT_EQ(json_of(ask("GET", "/api/clips/" + clip + "/words"))["words"][1]["w"], "wasps.");
  EXPECT_EQ(json_of(ask("GET", "/api/clips/" + clip + "/transcript"))["transcript"], "Hello wasps.");
}

TEST_F(CorrectedTranscript, MayBeWhatGetAnswered) {
  json whole = json_of(ask("GET", at));
  whole["words"][0]["w"] = "Hi";
  EXPECT_EQ(json_of(put(whole.dump(), etag()))["words"][0]["w"], "Hi");
  wait_for(id, JobState::done);
}

TEST_F(CorrectedTranscript, KeepsWhatIsLeftOut) {
  ASSERT_EQ(put(kWasps, "*").status, 200);
  EXPECT_EQ(json_of(put(R"({"speakers":[]})", "*"))["words"][1]["w"], "wasps.");
  wait_for(id, JobState::done);
}

TEST_F(CorrectedTranscript, MayHaveASpeakerMore) {
  const Response answer = put(R"({"words":[{"w":"Hello"},{"w":"bees.","speaker":0}],"speakers":["Anna"]})", "*");
  ASSERT_EQ(answer.status, 200) << text_of(answer);
  EXPECT_EQ(json_of(answer)["speakers"], json({"Anna"}));
  EXPECT_EQ(json_of(answer)["words"][1]["speaker"], 0);
  EXPECT_FALSE(json_of(answer)["words"][0].contains("speaker"));
  EXPECT_EQ(json_of(put(R"({"speakers":["Bea"]})", "*"))["speakers"], json({"Bea"}));
  EXPECT_EQ(json_of(put(R"({"words":[{"w":"Hello"},{"w":"bees."}]})", "*"))["speakers"], json::array());
  wait_for(id, JobState::done);
}

TEST_F(CorrectedTranscript, TakesTheTagOfEveryForm) {
  const std::string weak = "\"other\", W/" + header(ask("GET", at + "?format=vtt"), "ETag");
  EXPECT_EQ(put(kWasps, weak).status, 200);
  EXPECT_EQ(put(kWasps, "*").status, 200);
  wait_for(id, JobState::done);
}

TEST_F(CorrectedTranscript, StartsNothingWhenNothingChanges) {
  const auto attempt = [&] { return (*database->jobs().latest(*EpisodeId::parse(id)))->job.attempt; };
  wait_for(id, JobState::done);
  const int before = attempt();
  EXPECT_EQ(put(R"({"words":[{"w":"Hello"},{"w":"bees."}]})", etag()).status, 200);
  EXPECT_EQ(attempt(), before);
}

TEST_F(CorrectedTranscript, NeedsToBeTheOneThatWasCorrected) {
  const Response bare = ask("PUT", at, {}, kWasps);
  EXPECT_EQ(bare.status, 428);
  EXPECT_EQ(json_of(bare)["code"], "precondition_required");
  const std::string before = etag();
  ASSERT_EQ(put(kWasps, before).status, 200);
  const Response late = put(R"({"words":[{"w":"Hello"},{"w":"ants."}]})", before);
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(json_of(late)["code"], "precondition_failed");
  EXPECT_EQ(text_of(ask("GET", at + "?format=txt")), "Hello wasps.\n");
  EXPECT_EQ(ask("PUT", "/api/transcript/nobody", {{"if-match", "*"}}, kWasps).status, 404);
  wait_for(id, JobState::done);
}

// Each is held in memory until its last byte is here, however slowly that comes.
TEST_F(CorrectedTranscript, WaitsWhileManyAreUnderWay) {
  Request request;
  request.method = "PUT";
  request.path = at;
  request.headers["if-match"] = "*";
  std::vector<std::unique_ptr<BodySink>> under_way;
  for (int i = 0; i < 4; ++i) {
    under_way.push_back(*(*router.match(request)->stream)(request));
    EXPECT_FALSE(under_way.back()->early_answer());
  }
  const auto answer = (*(*router.match(request)->stream)(request))->early_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 429);
  under_way.clear();
  EXPECT_EQ(put(kWasps, "*").status, 200);
}

TEST_F(CorrectedTranscript, IsRefusedWhenItIsNone) {
  for (const char* body : {"", "words", "[]", "{}", R"({"word":[]})", R"({"words":3})", R"({"words":["a"]})",
                           R"({"words":[{"w":1}]})", R"({"words":[{"w":"a","speaker":0.5}]})",
                           R"({"words":[{"w":"a"}],"speakers":"Anna"})", "{\"words\":[{\"w\":\"\xff\"}]}"}) {
    const Response answer = put(body, "*");
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_NE(json_of(answer)["remedy"], "") << body;
  }
  for (const char* body : {R"({"words":[]})", R"({"words":[{"w":""}]})", R"({"words":[{"w":"two words"}]})",
                           R"({"words":[{"w":"a","speaker":0}]})", R"({"words":[{"w":"a"}],"speakers":[""]})"}) {
    const Response answer = put(body, "*");
    EXPECT_EQ(answer.status, 422) << body;
    EXPECT_EQ(json_of(answer)["code"], "invalid_transcript");
    EXPECT_NE(json_of(answer)["remedy"], "") << body;
  }
  EXPECT_EQ(put(std::string((std::size_t{16} << 20) + 1, ' '), "*").status, 413);
  EXPECT_EQ(text_of(ask("GET", at + "?format=txt")), "Hello bees.\n");
}

TEST_F(RoutesTest, TakeNoCorrectionsWhileTheEpisodeIsListenedTo) {
  std::atomic<bool> let_go = false;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token& stop) -> Done {
    while (stage == Stage::transcribe && !let_go && !stop.stop_requested()) std::this_thread::yield();
    return {};
  };
  const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
  const Response answer = ask("PUT", "/api/transcript/" + id, {{"if-match", "*"}}, R"({"words":[{"w":"a"}]})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(json_of(answer)["error"], "the episode is still being listened to");
  let_go = true;
  wait_for(id, "completed");
}

}  // namespace
}  // namespace podpromo
