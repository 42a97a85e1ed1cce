#include "http/routes/routes.hpp"

#include <set>

#include <gtest/gtest.h>

#include "http/routes/routes_fixture.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

TEST_F(RoutesTest, TakeAnEpisodeFromItsUploadToItsClips) {
  const Response uploaded = upload("A show; %22bees%22.mp3", kMp3);
  ASSERT_EQ(uploaded.status, 200) << text_of(uploaded);
  const std::string id = json_of(uploaded)["episodeId"];
  EXPECT_EQ(read_whole(folders.source(*EpisodeId::parse(id), "mp3")).value(), kMp3);
  EXPECT_TRUE(fs::is_empty(folders.incoming()));
  wait_for(id, "completed");

  const json shown = json_of(ask("GET", "/api/progress/" + id));
  EXPECT_EQ(shown["ok"], true);
  EXPECT_EQ(shown["progress"]["percent"], 100);
  EXPECT_EQ(json_of(ask("GET", "/api/progress"))["progress"]["stage"], "completed");
  EXPECT_EQ(json_of(ask("GET", "/api/episodes"))["episodes"].size(), 1u);
  EXPECT_EQ(json_of(ask("GET", "/api/episodes/" + id))["episode"]["title"], "From the tags");
  EXPECT_EQ(json_of(ask("GET", "/api/episodes/" + id + "/peaks"))["ok"], true);

  const json clips = json_of(ask("GET", "/api/episodes/" + id + "/clips"));
  EXPECT_EQ(clips["ready"], true);
  ASSERT_EQ(clips["clips"].size(), 2u);
  EXPECT_EQ(clips["default_clip_id"], clips["clips"][0]["id"]);
  EXPECT_EQ(clips["clips"][0]["duration_s"], 20.0);
  const Response head = ask("HEAD", "/api/episodes/" + id + "/clips");
  EXPECT_EQ(head.status, 204);
  EXPECT_NE(header(head, "ETag"), "");
}

TEST_F(RoutesTest, AnswerAnUnchangedProgressWithout) {
  const std::string id = completed();
  const Response first = ask("GET", "/api/progress/" + id);
  EXPECT_EQ(header(first, "Cache-Control"), "no-store");
  EXPECT_EQ(ask("GET", "/api/progress/" + id, {{"if-none-match", header(first, "ETag")}}).status, 304);
  EXPECT_EQ(ask("GET", "/api/progress/nobody").status, 404);
  EXPECT_EQ(ask("GET", "/api/progress/..%2F..%2Fetc%2Fpasswd").status, 404);
}

TEST_F(RoutesTest, OpenFilesByTheirSignedLinksOnly) {
  const std::string id = completed();
  ASSERT_TRUE(write_durably(folders.clips_of(*EpisodeId::parse(id)) / "a.srt", "captions"));
  const json clip = json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0];
  const std::string link = clip["srt_url"];

  const Response file = ask("GET", link);
  ASSERT_EQ(file.status, 200) << text_of(file);
  EXPECT_EQ(text_of(file), "captions");
  EXPECT_EQ(header(file, "Content-Disposition"), "attachment; filename*=UTF-8''a.srt");
  EXPECT_EQ(text_of(ask("GET", link, {{"range", "bytes=0-3"}})), "capt");
  EXPECT_EQ(header(ask("GET", link + "&inline=1"), "Content-Disposition"), "");

  EXPECT_EQ(ask("GET", link.substr(0, link.find('?'))).status, 403);
  EXPECT_EQ(ask("GET", link + "x").status, 403);
  const auto name = link.find("a.srt");
  EXPECT_EQ(ask("GET", link.substr(0, name) + "clips.json" + link.substr(name + 5)).status, 403);
  clock.pass(LinkSigner::kLife);
  EXPECT_EQ(ask("GET", link).status, 410);
  EXPECT_EQ(json_of(ask("GET", link))["code"], "link_expired");
  EXPECT_EQ(ask("GET", link + "x").status, 403);
}

TEST_F(RoutesTest, ShowNothingThatABrowserWouldRun) {
  const std::string id = completed();
  for (const std::string name : {"a.html", "a.svg", "a.js", "a.css", "a.xml", "a.xhtml", "a"}) {
    ASSERT_TRUE(write_durably(folders.clips_of(*EpisodeId::parse(id)) / name, "<script>alert(1)</script>"));
    const json link = json_of(ask("GET", "/api/signed-download?area=clips&name=" + id + "/" + name));
    const Response file = ask("GET", std::string(link["url"]) + "&inline=1");
    EXPECT_EQ(header(file, "Content-Type"), "application/octet-stream") << name;
    EXPECT_EQ(header(file, "Content-Disposition"), "attachment; filename*=UTF-8''" + name);
    EXPECT_FALSE(file.is_page);
  }
}

TEST_F(RoutesTest, SignLinksForFilesThatAreThere) {
  const std::string id = completed();
  const EpisodeId episode = *EpisodeId::parse(id);
  ASSERT_TRUE(write_durably(folders.clips_of(episode) / "a b.mp4", "video"));
  ASSERT_TRUE(write_durably(folders.previews(episode) / "p.m4a", "sound"));

  const json download = json_of(ask("GET", "/api/signed-download?area=clips&name=" + id + "/a%20b.mp4"));
  EXPECT_EQ(download["expires_in"], 600);
  EXPECT_EQ(text_of(ask("GET", download["url"])), "video");
  const json preview = json_of(ask("GET", "/api/previews/sign?name=" + id + "/p.m4a"));
  EXPECT_EQ(text_of(ask("GET", preview["url"])), "sound");
  const json source = json_of(ask("GET", "/api/signed-download?area=uploads&name=" + id + "/source.mp3"));
  EXPECT_EQ(text_of(ask("GET", source["url"])), kMp3);
}

TEST_F(RoutesTest, SignNothingOutsideOfTheFolders) {
  const std::string id = completed();
  for (const std::string& name : {"../" + id + "/clips.json", id + "/../../podpromo.db", id + "/..", id + "/.",
                                  id + "/", id, std::string{}, id + "/a/b.mp4", id + "/%00clips.json",
                                  id + "/..%2f..%2fpodpromo.db", "/" + id + "/clips.json", id + "/nothing.mp4"}) {
    EXPECT_EQ(ask("GET", "/api/signed-download?area=clips&name=" + name).status, 404) << name;
    EXPECT_EQ(ask("GET", "/api/previews/sign?name=" + name).status, 404) << name;
  }
  EXPECT_EQ(ask("GET", "/api/signed-download?area=uploads&name=" + id + "/episode.json").status, 404);
  EXPECT_EQ(ask("GET", "/api/signed-download?area=outputs&name=" + id + "/podpromo.db").status, 404);
}

TEST_F(RoutesTest, KeepATitleThatAPersonChose) {
  const std::string id = completed();
  const std::string clip = json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0]["id"];
  EXPECT_EQ(json_of(ask("POST", "/api/clips/" + clip + "/titles"))["chosen"], "Clip at 1");
  EXPECT_EQ(ask("PUT", "/api/clips/" + clip + "/title", {}, R"({"title":"Bienen & Öl"})").status, 200);
  EXPECT_EQ(json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0]["title"], "Bienen & Öl");

  for (const std::string& title : {std::string{}, std::string("  "), std::string(101, 'x'), std::string("a\\nb")})
    EXPECT_EQ(ask("PUT", "/api/clips/" + clip + "/title", {}, R"({"title":")" + title + "\"}").status, 422) << title;
  EXPECT_EQ(ask("PUT", "/api/clips/" + clip + "/title", {}, "not json").status, 400);
  EXPECT_EQ(ask("PUT", "/api/clips/0123456789abcdef/title", {}, R"({"title":"x"})").status, 404);
  EXPECT_EQ(ask("PUT", "/api/clips/nonsense/title", {}, R"({"title":"x"})").status, 404);
}

TEST_F(RoutesTest, GiveTheWordsOfAClipFromItsBeginning) {
  const std::string id = completed();
  const std::string clip = json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0]["id"];
  const json words = json_of(ask("GET", "/api/clips/" + clip + "/words"));
  EXPECT_EQ(words["words"], json::parse(R"([{"t":0.0,"d":1.0,"w":"Hello"},{"t":1.0,"d":1.0,"w":"bees."}])"));
  EXPECT_EQ(json_of(ask("GET", "/api/clips/" + clip + "/transcript"))["end"], 21.0);
}

TEST_F(RoutesTest, DeleteAnEpisodeWithAllThatBelongsToIt) {
  const std::string id = completed();
  const std::string clip = json_of(ask("GET", "/api/episodes/" + id + "/clips"))["clips"][0]["id"];
  EXPECT_EQ(ask("DELETE", "/api/episodes/" + id).status, 200);
  EXPECT_EQ(ask("GET", "/api/episodes/" + id).status, 404);
  EXPECT_EQ(ask("GET", "/api/episodes/" + id + "/clips").status, 404);
  EXPECT_EQ(ask("GET", "/api/clips/" + clip + "/words").status, 404);
  EXPECT_EQ(ask("GET", "/api/progress/" + id).status, 404);
  EXPECT_EQ(ask("DELETE", "/api/episodes/" + id).status, 404);
  EXPECT_FALSE(fs::exists(folders.episode(*EpisodeId::parse(id))));
}

TEST_F(RoutesTest, TryAgainWhatFailed) {
  std::atomic<bool> fails = true;
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::find_moments || !fails) return {};
    return failure(Fault::denied, "the disk is full", "Free some space.");
  };
  const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
  wait_for(id, "error");
  wait_for(id, JobState::failed);
  EXPECT_EQ(json_of(ask("GET", "/api/episodes/" + id))["episode"]["error"]["remedy"], "Free some space.");
  EXPECT_EQ(ask("GET", "/api/episodes/" + id + "/clips").status, 202);

  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry?transcript=other").status, 400);
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry?transcript=none").status, 409) << "none came with it";
  fails = false;
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry").status, 202);
  wait_for(id, "completed");
  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry").status, 409);
  EXPECT_EQ(ask("POST", "/api/episodes/nobody/retry").status, 404);
  EXPECT_EQ(ask("POST", "/api/episodes/nobody/retry?transcript=none").status, 404);
}

TEST_F(RoutesTest, ListEpisodesPageByPage) {
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(database->episodes().add(
        {.id = *EpisodeId::parse("e" + std::to_string(i)), .extension = "mp3", .created_at = unix_time(7000 + i / 2)}));
  EXPECT_EQ(header(ask("GET", "/api/episodes"), "Link"), "");
  std::string listed;
  int pages = 0;
  for (std::string address = "/api/episodes?limit=2"; !address.empty(); ++pages) {
    const Response page = ask("GET", address);
    const json episodes = json_of(page)["episodes"];
    for (const auto& episode : episodes) listed += episode["id"].get<std::string>() + " ";
    const std::string link = header(page, "Link");
    EXPECT_TRUE(link.empty() || link.ends_with(">; rel=\"next\"")) << link;
    address = link.substr(std::min<std::size_t>(1, link.size()), link.find('>') - 1);
  }
  EXPECT_EQ(listed, "e4 e2 e3 e0 e1 ");
  EXPECT_EQ(pages, 3);
}

TEST_F(RoutesTest, RefusePagesThatAreNone) {
  for (const char* query : {"limit=0", "limit=501", "limit=-1", "limit=2x", "limit=", "after=x", "after=7", "after=7-",
                            "after=-", "after=7-..", "after=99999999999999999999-e1"})
    EXPECT_EQ(ask("GET", std::string("/api/episodes?") + query).status, 400) << query;
  EXPECT_EQ(ask("GET", "/api/episodes?after=9223372036854775807-e1").status, 200);
}

TEST_F(RoutesTest, TellOfADamagedListOfClipsAndMendIt) {
  const std::string id = completed();
  const std::string clips = "/api/episodes/" + id + "/clips";
  const std::string clip = json_of(ask("GET", clips))["clips"][0]["id"];
  ASSERT_TRUE(write_durably(folders.clip_list(*EpisodeId::parse(id)), "{"));

  EXPECT_EQ(ask("POST", "/api/clips/" + clip + "/titles").status, 409);
  EXPECT_EQ(ask("HEAD", clips).status, 202);
  EXPECT_EQ(json_of(ask("GET", clips))["message"],
            "The list of clips is damaged. Retry makes it again from what is still here.");
  EXPECT_EQ(json_of(ask("GET", "/api/progress/" + id))["status"], "error");
  EXPECT_EQ(ask("POST", "/api/clips/" + clip + "/titles").status, 404);

  EXPECT_EQ(ask("POST", "/api/episodes/" + id + "/retry").status, 202);
  wait_for(id, "completed");
  EXPECT_EQ(json_of(ask("GET", clips))["clips"][0]["id"], clip);
}

TEST_F(RoutesTest, AnswerUnchangedClipsWithoutWhileTheirLinksAreGood) {
  const std::string id = completed();
  const std::string clips = "/api/episodes/" + id + "/clips";
  const std::string etag = header(ask("GET", clips), "ETag");
  EXPECT_TRUE(etag.starts_with("W/\""));
  EXPECT_EQ(ask("GET", clips, {{"if-none-match", etag}}).status, 304);
  EXPECT_EQ(ask("HEAD", clips, {{"if-none-match", etag}}).status, 304);
  clock.pass(std::chrono::minutes(5));
  EXPECT_EQ(ask("GET", clips, {{"if-none-match", etag}}).status, 200);
}

TEST_F(RoutesTest, SayWhetherEverythingIsInOrder) {
  EXPECT_EQ(json_of(ask("GET", "/health"))["ok"], true);
  EXPECT_EQ(json_of(ask("GET", "/ready"))["detail"]["upload"]["max_bytes"], 1 << 20);
  const auto well = json_of(ask("GET", "/ready"));
  EXPECT_EQ(well["ok"], true);
  EXPECT_EQ(well["detail"]["space"]["quota_bytes"], room.limits().quota_bytes);
  for (const char* part : {"uploads", "outputs", "logs", "transcripts", "clips", "progress", "queue", "model", "space"})
    EXPECT_EQ(well["detail"][part]["ok"], true) << part;
  fs::remove_all(folders.logs);
  clock.pass(std::chrono::seconds(10));
  EXPECT_EQ(ask("GET", "/ready").status, 503);
  EXPECT_EQ(json_of(ask("GET", "/ready"))["detail"]["logs"]["ok"], false);
  EXPECT_EQ(ask("GET", "/health").status, 200);
}

TEST_F(RoutesTest, SayThatTheModelIsGone) {
  front.model_there = [] { return false; };
  EXPECT_EQ(ask("GET", "/ready").status, 503);
  EXPECT_EQ(json_of(ask("GET", "/ready"))["detail"]["model"]["ok"], false);
}

TEST_F(RoutesTest, SayWhichServerHears) {
  EXPECT_EQ(json_of(ask("GET", "/ready"))["detail"]["model"]["sound_goes_to"], "");
  front.sound_goes_to = "api.openai.com";
  EXPECT_EQ(json_of(ask("GET", "/ready"))["detail"]["model"]["sound_goes_to"], "api.openai.com");
}

TEST_F(RoutesTest, ServeThePageWhereTheApiIsNot) {
  for (const auto* address : {"/", "/e/abc", "/index.html"}) {
    const Response page = ask("GET", address);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.is_page);
    EXPECT_EQ(ask("GET", address, {{"if-none-match", header(page, "ETag")}}).status, 304);
  }
  EXPECT_EQ(ask("GET", "/api/nothing").status, 404);
  EXPECT_EQ(ask("GET", "/assets/nothing.js").status, 404);
}

TEST_F(RoutesTest, SendThePagePackedToWhoUnpacks) {
  const Response plain = ask("GET", "/");
  const Response gzip = ask("GET", "/", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(header(gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
  EXPECT_TRUE(text_of(gzip).starts_with("\x1F\x8B"));
  EXPECT_NE(header(gzip, "ETag"), header(plain, "ETag"));
  EXPECT_EQ(ask("GET", "/", {{"accept-encoding", "gzip"}, {"if-none-match", header(gzip, "ETag")}}).status, 304);
  EXPECT_EQ(header(ask("GET", "/", {{"accept-encoding", "br, gzip"}}), "Content-Encoding"), "br");
}

TEST_F(RoutesTest, StandInTheDescriptionAllOfThem) {
  const Response answer = ask("GET", "/api/openapi.json");
  EXPECT_EQ(header(answer, "Content-Type"), "application/json; charset=utf-8");
  const json described = json_of(answer);
  EXPECT_EQ(described["openapi"], "3.1.0");
  std::set<std::string> there;
  for (std::string route : router.list()) {
    if (const auto dots = route.find("...}"); dots != std::string::npos) route.erase(dots, 3);
    there.insert(route);
  }
  std::set<std::string> written;
  for (const auto& [path, operations] : described["paths"].items())
    for (const auto* method : {"get", "put", "post", "delete", "patch", "head", "options"})
      // HEAD is answered wherever GET is; it is only told where it has an answer of its own.
      if (operations.contains(method) && !(method == std::string_view("head") && operations.contains("get"))) {
        std::string name = method;
        for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        written.insert(name + " " + path);
      }
  EXPECT_EQ(there, written);
}

}  // namespace
}  // namespace podpromo
