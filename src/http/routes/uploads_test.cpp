#include "http/routes/tus_answers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "base/sha256.hpp"
#include "http/routes/uploads_route_fixture.hpp"

namespace podpromo {
namespace {

TEST_F(UploadsRoute, TellWhatTheServerCanDo) {
  for (const auto* at : {"/api/uploads", "/api/uploads/abc"}) {
    const Response answer = ask("OPTIONS", at);
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(header(answer, "Tus-Resumable"), "1.0.0");
    EXPECT_EQ(header(answer, "Tus-Version"), "1.0.0");
    EXPECT_EQ(header(answer, "Tus-Max-Size"), "1048576");
    EXPECT_EQ(header(answer, "Tus-Checksum-Algorithm"), "sha1,sha256");
    EXPECT_EQ(header(answer, "Tus-Extension"),
              "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation");
  }
}

TEST_F(UploadsRoute, SpeakOneVersionOnly) {
  const std::string at = fresh();
  for (const auto* method : {"POST", "HEAD", "PATCH", "DELETE"}) {
    const Response answer = ask(method, at, {{"tus-resumable", "0.2.2"}});
    EXPECT_EQ(answer.status, 412) << method;
    EXPECT_EQ(header(answer, "Tus-Version"), "1.0.0");
  }
  EXPECT_EQ(ask("POST", "/api/uploads", {{"upload-length", "10"}}).status, 412);
}

TEST_F(UploadsRoute, TakeAFileInPiecesUntilItIsAnEpisode) {
  const std::string at = fresh();
  EXPECT_TRUE(at.starts_with("/api/uploads/"));
  const Response first = patch(at, 0, kMp3.substr(0, 5000));
  EXPECT_EQ(first.status, 204);
  EXPECT_EQ(header(first, "Upload-Offset"), "5000");
  EXPECT_NE(header(first, "Upload-Expires"), "");
  EXPECT_EQ(header(first, "Podpromo-Episode"), "");

  const Response asked = tus("HEAD", at);
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(header(asked, "Upload-Offset"), "5000");
  EXPECT_EQ(header(asked, "Upload-Length"), std::to_string(kMp3.size()));
  EXPECT_EQ(header(asked, "Upload-Metadata"), kBees);
  EXPECT_EQ(header(asked, "Cache-Control"), "no-store");

  const Response last = patch(at, 5000, kMp3.substr(5000));
  EXPECT_EQ(last.status, 204);
  const std::string id = header(last, "Podpromo-Episode");
  EXPECT_EQ("/api/uploads/" + id, at);
  wait_for(id, "completed");
  EXPECT_EQ(read_whole(folders.source(*EpisodeId::parse(id), "mp3")), kMp3);
}

TEST_F(UploadsRoute, TellTheEpisodeAgainWhenTheAnswerWasLost) {
  const std::string at = fresh();
  const std::string id = header(patch(at, 0, kMp3), "Podpromo-Episode");
  const Response asked = tus("HEAD", at);
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(header(asked, "Podpromo-Episode"), id);
  EXPECT_EQ(header(asked, "Upload-Offset"), std::to_string(kMp3.size()));
  EXPECT_EQ(header(asked, "Upload-Expires"), "");
  const Response again = patch(at, 0, kMp3);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(header(again, "Podpromo-Episode"), id);
  const Response end = patch(at, kMp3.size(), "");
  EXPECT_EQ(end.status, 204);
  EXPECT_EQ(header(end, "Podpromo-Episode"), id);
  EXPECT_EQ(episodes(), 1U);
}

TEST_F(UploadsRoute, NameTheEpisodeThatIsHereAlready) {
  const std::string id = completed();
  const Response last = patch(fresh(), 0, kMp3);
  EXPECT_EQ(header(last, "Podpromo-Episode"), id);
  EXPECT_EQ(header(last, "Podpromo-Duplicate"), "true");
  const auto form = json_of(upload("Again.mp3", kMp3));
  EXPECT_EQ(form["episodeId"], id);
  EXPECT_EQ(form["duplicate"], true);
  EXPECT_EQ(form["transcript_left_out"], false);
  EXPECT_EQ(episodes(), 1U);
}

TEST_F(UploadsRoute, AreRefusedWhenTheyMakeNoSense) {
  EXPECT_EQ(made({}).status, 400);
  EXPECT_EQ(made({{"upload-length", "x"}}).status, 400);
  EXPECT_EQ(made({{"upload-length", "-1"}}).status, 400);
  EXPECT_EQ(made({{"upload-length", "0"}}).status, 400);
  EXPECT_EQ(made({{"upload-length", "10"}, {"upload-defer-length", "1"}}).status, 400);
  EXPECT_EQ(made({{"upload-defer-length", "2"}}).status, 400);
  EXPECT_EQ(made({{"upload-length", "10"}, {"upload-metadata", ""}}).status, 400);
  EXPECT_EQ(made({{"upload-length", "10"}, {"upload-metadata", "filename ***"}}).status, 400);
  // filename a.txt
  EXPECT_EQ(made({{"upload-length", "10"}, {"upload-metadata", "filename YS50eHQ="}}).status, 415);
  EXPECT_EQ(made({{"upload-length", "1048577"}}).status, 413);
  EXPECT_TRUE(fs::is_empty(folders.incoming()));
}

TEST_F(UploadsRoute, AreRefusedWithoutRoom) {
  {
    const auto claim = room.hold(room.limits().quota_bytes - 10'000);
    fresh();
    EXPECT_EQ(made({{"upload-length", "8003"}}).status, 507);
  }
  front.most_waiting = 0;
  EXPECT_EQ(made({{"upload-length", "8003"}}).status, 429);
}

TEST_F(UploadsRoute, AreNotPromisedTheSameRoomTwice) {
  const auto claim = room.hold(room.limits().quota_bytes - 10'000);
  std::vector<int> statuses(8);
  {
    std::vector<std::jthread> clients;
    for (int& status : statuses) clients.emplace_back([&] { status = made({{"upload-length", "8003"}}).status; });
  }
  EXPECT_EQ(std::ranges::count(statuses, 201), 1);
  EXPECT_EQ(std::ranges::count(statuses, 507), 7);
}

TEST_F(UploadsRoute, TakeBytesOnlyAsTheProtocolSays) {
  const std::string at = fresh();
  EXPECT_EQ(patch(at, 0, "ID3", {{"content-type", "text/plain"}}).status, 415);
  EXPECT_EQ(patch(at, 5, "ID3").status, 409);
  EXPECT_EQ(patch(at, 0, "ID3", {{"upload-offset", "x"}}).status, 400);
  EXPECT_EQ(patch(at, 0, kMp3 + "x").status, 413);
  EXPECT_EQ(patch("/api/uploads/nobody", 0, "ID3").status, 404);
  EXPECT_EQ(patch("/api/uploads/..%2f..%2fx", 0, "ID3").status, 404);
  EXPECT_EQ(header(tus("HEAD", at), "Upload-Offset"), "0");
}

TEST_F(UploadsRoute, EndAtOnceWhenTheyAreNoMedia) {
  const std::string at = fresh();
  EXPECT_EQ(patch(at, 0, std::string(5000, 'z')).status, 415);
  EXPECT_EQ(tus("HEAD", at).status, 404);
  EXPECT_TRUE(fs::is_empty(folders.incoming()));
}

TEST_F(UploadsRoute, CountBytesWithAWrongChecksumAsNotSent) {
  const std::string at = fresh();
  // Of "abc".
  const std::string sum = "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
  const Response wrong = patch(at, 0, kMp3, {{"upload-checksum", sum}});
  EXPECT_EQ(wrong.status, 460);
  EXPECT_EQ(header(wrong, "Tus-Resumable"), "1.0.0");
  EXPECT_EQ(header(tus("HEAD", at), "Upload-Offset"), "0");
  EXPECT_EQ(patch(at, 0, kMp3, {{"upload-checksum", "md5 qZk="}}).status, 400);
  const std::string abc = fresh(3);
  EXPECT_EQ(patch(abc, 0, "abc", {{"upload-checksum", sum}}).status, 415);
}

TEST_F(UploadsRoute, VerifyTheWholeFileWhenItsSumWasSaid) {
  // 64 times the letter a.
  const std::string metadata =
      kBees + ",sha256 " + "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYQ==";
  const std::string at = header(made({{"upload-length", "8003"}, {"upload-metadata", metadata}}), "Location");
  ASSERT_NE(at, "");
  EXPECT_EQ(patch(at, 0, kMp3).status, 460);
  EXPECT_EQ(tus("HEAD", at).status, 404);
  EXPECT_EQ(episodes(), 0U);
}

TEST_F(UploadsRoute, TakeTheFirstBytesTogetherWithTheirCreation) {
  const Headers bytes{
      {"content-type", "application/offset+octet-stream"}, {"content-length", "5000"}, {"upload-length", "8003"}};
  const Response begun = made(bytes, kMp3.substr(0, 5000));
  EXPECT_EQ(begun.status, 201);
  EXPECT_EQ(header(begun, "Upload-Offset"), "5000");
  EXPECT_NE(header(patch(header(begun, "Location"), 5000, kMp3.substr(5000)), "Podpromo-Episode"), "");

  const std::string other = "ID3" + std::string(8000, 'y');
  Headers all = bytes;
  all["content-length"] = "8003";
  const Response whole = made(all, other);
  EXPECT_EQ(whole.status, 201);
  EXPECT_NE(header(whole, "Podpromo-Episode"), "");
  EXPECT_EQ(made({{"content-type", "text/plain"}, {"content-length", "3"}, {"upload-length", "8003"}}, "abc").status,
            415);
}

TEST_F(UploadsRoute, LearnTheirLengthLater) {
  const std::string at = header(made({{"upload-defer-length", "1"}}), "Location");
  EXPECT_EQ(patch(at, 0, kMp3.substr(0, 5000)).status, 204);
  EXPECT_EQ(header(tus("HEAD", at), "Upload-Defer-Length"), "1");
  const Response last = patch(at, 5000, kMp3.substr(5000), {{"upload-length", "8003"}});
  EXPECT_NE(header(last, "Podpromo-Episode"), "");
}

TEST_F(UploadsRoute, CanBeTerminated) {
  const std::string at = fresh();
  EXPECT_EQ(patch(at, 0, kMp3.substr(0, 5000)).status, 204);
  EXPECT_EQ(tus("DELETE", at).status, 204);
  EXPECT_EQ(tus("HEAD", at).status, 404);
  EXPECT_EQ(tus("DELETE", at).status, 404);
  EXPECT_TRUE(fs::is_empty(folders.incoming()));
}

TEST_F(UploadsRoute, SayWhenTheyAreOver) {
  const std::string at = fresh();
  EXPECT_EQ(patch(at, 0, kMp3.substr(0, 5000)).status, 204);
  clock.pass(std::chrono::hours(49));
  EXPECT_EQ(tus("HEAD", at).status, 410);
  EXPECT_EQ(patch(at, 5000, kMp3.substr(5000)).status, 410);

  const std::string done = fresh();
  const std::string id = header(patch(done, 0, kMp3), "Podpromo-Episode");
  wait_for(id, "completed");
  EXPECT_EQ(ask("DELETE", "/api/episodes/" + id).status, 200);
  EXPECT_EQ(tus("HEAD", done).status, 410);
}

TEST_F(UploadsRoute, AreJoinedFromParts) {
  const std::string one = part(kMp3.substr(0, 3000));
  const std::string two = part(kMp3.substr(3000));
  EXPECT_EQ(header(tus("HEAD", one), "Upload-Concat"), "partial");
  const std::string concat = "final;" + one + " http://localhost" + two;
  const Response joined = made({{"upload-concat", concat}});
  EXPECT_EQ(joined.status, 201) << text_of(joined);
  const std::string id = header(joined, "Podpromo-Episode");
  EXPECT_EQ(read_whole(folders.source(*EpisodeId::parse(id), "mp3")), kMp3);
  const std::string at = header(joined, "Location");
  EXPECT_EQ(header(tus("HEAD", at), "Upload-Concat"), "final;" + one + " " + two);
  EXPECT_EQ(header(tus("HEAD", at), "Podpromo-Episode"), id);
  EXPECT_EQ(patch(at, kMp3.size(), "").status, 403);

  // The answer was lost: the same parts are asked for and joined again.
  EXPECT_EQ(header(tus("HEAD", one), "Upload-Offset"), "3000");
  const Response again = made({{"upload-concat", concat}});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(header(again, "Podpromo-Episode"), id);
  EXPECT_EQ(episodes(), 1U);
}

TEST_F(UploadsRoute, AreJoinedFromCompletePartsOnly) {
  const std::string one = part(kMp3.substr(0, 3000));
  EXPECT_EQ(made({{"upload-concat", "final;" + one}, {"upload-length", "3000"}}).status, 400);
  EXPECT_EQ(made({{"upload-concat", "final;" + one + " " + fresh()}}).status, 400);
  EXPECT_EQ(made({{"upload-concat", "final;/api/uploads/nobody"}}).status, 404);
  EXPECT_EQ(made({{"upload-concat", "nonsense"}, {"upload-length", "10"}}).status, 400);
  EXPECT_EQ(episodes(), 0U);
}

TEST_F(UploadsRoute, TakeOtherMethodsThroughPost) {
  const std::string at = fresh();
  Headers as_patch{
      {"x-http-method-override", "PATCH"}, {"content-type", "application/offset+octet-stream"}, {"upload-offset", "0"}};
  EXPECT_EQ(tus("POST", at, as_patch, "ID3").status, 204);
  EXPECT_EQ(header(tus("POST", at, {{"x-http-method-override", "HEAD"}}), "Upload-Offset"), "3");
  EXPECT_EQ(tus("POST", at).status, 405);
  EXPECT_EQ(tus("POST", at, {{"x-http-method-override", "DELETE"}}).status, 204);
  EXPECT_EQ(tus("HEAD", at).status, 404);
}

// The disk refuses when the last byte is here: the client must neither be told it is done nor begin anew.
TEST_F(UploadsRoute, AskTheClientToComeBackWhenTheEpisodeCannotBeMadeNow) {
  const std::string at = fresh();
  const EpisodeId id = *EpisodeId::parse(at.substr(13));
  ASSERT_TRUE(write_durably(folders.episode(id), "in the way"));
  front.upload_limits.free_space_reserve = 0;
  EXPECT_GE(patch(at, 0, kMp3).status, 500);
  EXPECT_EQ(header(patch(at, kMp3.size(), ""), "Podpromo-Episode"), id.text());
}

// Over a real connection that breaks.
TEST_F(UploadsRoute, KeepWhatCameWhenTheConnectionBreaks) {
  // No work on the episode, whose end in the background would be waited for.
  ASSERT_EQ(ask("PUT", "/api/queue", {}, R"({"paused":true})").status, 200);
  const Served served(router);
  const std::string at = fresh();
  {
    Wire cut(served.port());
    ASSERT_TRUE(cut.send("PATCH " + at +
                         " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                         "Content-Type: application/offset+octet-stream\r\nContent-Length: 8003\r\n\r\n" +
                         kMp3.substr(0, 5000)));
  }
  const EpisodeId id = *EpisodeId::parse(at.substr(13));
  while ((*uploads.find(id))->look().offset < 5000) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  Wire wire(served.port());
  const Answer asked = wire.ask("HEAD " + at + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n\r\n", true);
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(asked.header("Upload-Offset"), "5000");
  const Answer last = wire.ask("PATCH " + at +
                               " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 5000\r\n"
                               "Content-Type: application/offset+octet-stream\r\nContent-Length: 3003\r\n\r\n" +
                               kMp3.substr(5000));
  EXPECT_EQ(last.status, 204);
  EXPECT_EQ("/api/uploads/" + last.header("Podpromo-Episode"), at);
}

// Refused before its bytes were sent, and without waiting for them.
TEST_F(UploadsRoute, RefuseEarlyWhatCannotBeTaken) {
  const Served served(router);
  Wire wire(served.port());
  const Answer answer = wire.ask(
      "PATCH /api/uploads/nobody HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
      "Content-Type: application/offset+octet-stream\r\nContent-Length: 1000000\r\n\r\nID3");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.header("Tus-Resumable"), "1.0.0");
}

// A creation whose answer nobody can have heard leaves nothing.
TEST_F(UploadsRoute, LeaveNothingOfACreationThatBroke) {
  const Served served(router);
  {
    Wire cut(served.port());
    ASSERT_TRUE(cut.send(
        "POST /api/uploads HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 8003\r\nUpload-Metadata: " +
        kBees + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 8003\r\n\r\n" +
        kMp3.substr(0, 5000)));
    while (uploads.all().empty()) std::this_thread::yield();
  }
  while (!uploads.all().empty()) std::this_thread::yield();
  while (!fs::is_empty(folders.incoming())) std::this_thread::yield();
}

}  // namespace
}  // namespace podpromo
