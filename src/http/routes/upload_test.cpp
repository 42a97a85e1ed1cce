#include <gtest/gtest.h>

#include "http/routes/routes_fixture.hpp"

namespace podpromo {
namespace {

class UploadRoute : public RoutesTest {
 protected:
  // Nothing of a refused upload may stay.
  ~UploadRoute() override {
    EXPECT_TRUE(!fs::exists(folders.incoming()) || fs::is_empty(folders.incoming()));
    EXPECT_EQ(database->episodes().newest(100)->size(), expected_episodes);
  }
  std::size_t expected_episodes = 0;
};

std::string field(const std::string& name, const std::string& value) {
  return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

TEST_F(UploadRoute, RefusesWhatIsOverTheLimit) {
  EXPECT_EQ(upload("a.mp3", "ID3" + std::string(2 << 20, 'x')).status, 413);
  EXPECT_EQ(upload("a.mp3", "ID3" + std::string(1 << 20, 'x')).status, 413);
}

TEST_F(UploadRoute, RefusesWhatIsNoMedia) {
  EXPECT_EQ(ask("POST", "/api/upload", {{"content-type", "application/json"}}, "{}").status, 415);
  EXPECT_EQ(ask("POST", "/api/upload").status, 415);
  EXPECT_EQ(upload("a.txt", kMp3).status, 415);
  EXPECT_EQ(upload("a.mp3", std::string(8000, 'z')).status, 415);
  EXPECT_EQ(upload("a.mp3", "<html>").status, 415);
}

TEST_F(UploadRoute, RefusesAFormWithoutAFile) {
  EXPECT_EQ(upload("", "").status, 400);
  EXPECT_EQ(upload("a.mp3", "").status, 400);
  const std::string form = field("title", "Bees") + "--XX--\r\n";
  EXPECT_EQ(ask("POST", "/api/upload", {{"content-type", "multipart/form-data; boundary=XX"}}, form).status, 400);
  EXPECT_EQ(upload("a.mp3", kMp3, field("title", std::string(1001, 'x'))).status, 400);
  EXPECT_EQ(upload("a.mp3", kMp3, field("language", "klingon")).status, 400);
}

std::string file_field(const std::string& name, const std::string& file_name, const std::string& bytes) {
  return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file_name + "\"\r\n\r\n" +
         bytes + "\r\n";
}

TEST_F(UploadRoute, TakesATranscriptWithTheFile) {
  const std::string words = "1\n00:00:01,000 --> 00:00:02,000\nHello bees\n";
  const std::string id = json_of(upload("Bees.mp3", kMp3, file_field("transcript", "../Bees.SRT", words)))["episodeId"];
  EXPECT_EQ(read_whole(folders.given_transcript(*EpisodeId::parse(id), ".SRT")), words);
  wait_for(id, "completed");
  expected_episodes = 1;
}

TEST_F(UploadRoute, RefusesATranscriptThatCannotBeRead) {
  EXPECT_EQ(upload("a.mp3", kMp3, file_field("transcript", "a.srt", "Dear diary")).status, 400);
}

TEST_F(UploadRoute, RefusesTheThirtyFirstInFiveMinutes) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(upload("a.txt", kMp3).status, 415);
  const Response refused = upload("a.mp3", kMp3);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "300");
  clock.pass(std::chrono::seconds(299));
  EXPECT_EQ(header(upload("a.mp3", kMp3), "Retry-After"), "1");
  clock.pass(std::chrono::seconds(1));
  EXPECT_EQ(upload("a.txt", kMp3).status, 415);
}

TEST_F(UploadRoute, RefusesWhenTooManyWait) {
  front.most_waiting = 0;
  EXPECT_EQ(upload("a.mp3", kMp3).status, 429);
}

TEST_F(UploadRoute, RefusesWhenTheStorageIsUsedUp) {
  {
    const auto claim = room.hold(room.limits().quota_bytes);
    EXPECT_EQ(upload("a.mp3", kMp3).status, 507);
  }
  front.upload_limits.free_space_reserve = std::uint64_t{1} << 60;
  EXPECT_EQ(upload("a.mp3", kMp3).status, 507);
}

TEST_F(UploadRoute, KeepsTheTitleAndTheNameItWasSentWith) {
  const std::string id =
      nlohmann::json::parse(text_of(upload("../../My bees.MP3", kMp3, field("title", "On bees"))))["episodeId"];
  wait_for(id, "completed");
  const auto episode = json_of(ask("GET", "/api/episodes/" + id))["episode"];
  EXPECT_EQ(episode["title"], "On bees");
  EXPECT_EQ(episode["filename"], "My bees.MP3");
  expected_episodes = 1;
}

}  // namespace
}  // namespace podpromo
