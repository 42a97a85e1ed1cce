// podpromo upload's half of the protocol, against the other half.
#include "upload/client/send_file.hpp"

#include <gtest/gtest.h>

#include "http/routes/routes_fixture.hpp"
#include "http/wire.hpp"

namespace podpromo {
namespace {

class SendFile : public RoutesTest {
 protected:
  SendFile() { EXPECT_TRUE(write_durably(file, kMp3)); }

  Result<SentFile> send(const fs::path& what, const fs::path& transcript = {}) {
    return send_file(what,
                     {.server = "http://127.0.0.1:" + std::to_string(served.port()),
                      .title = "On bees & öl",
                      .transcript = transcript,
                      .patience = std::chrono::seconds(0),
                      .memory = folder / "memory"},
                     {});
  }
  bool nothing_is_remembered() { return !fs::exists(folder / "memory") || fs::is_empty(folder / "memory"); }

  inline static const std::string kWords = "1\n00:00:01,000 --> 00:00:02,000\nHello bees\n";

  fs::path file = folder / "Bees.mp3";
  Served served{router};
};

TEST_F(SendFile, EndsAsAnEpisode) {
  const auto sent = send(file);
  ASSERT_TRUE(sent) << sent.error().reason;
  EXPECT_FALSE(sent->duplicate);
  EXPECT_EQ(sent->bytes, kMp3.size());
  EXPECT_EQ(sent->address, "http://127.0.0.1:" + std::to_string(served.port()) + "/e/" + sent->episode);
  EXPECT_EQ(database->episodes().find(*EpisodeId::parse(sent->episode))->filename, "Bees.mp3");
  wait_for(sent->episode, "completed");
  EXPECT_EQ(json_of(ask("GET", "/api/episodes/" + sent->episode))["episode"]["title"], "On bees & öl");
  EXPECT_TRUE(nothing_is_remembered());
  EXPECT_TRUE(send(file)->duplicate);
}

TEST_F(SendFile, GoesOnWhereItStopped) {
  front.upload_limits.free_space_reserve = std::uint64_t{1} << 60;
  const auto full = send(file);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().fault, Fault::no_space);
  EXPECT_FALSE(nothing_is_remembered());
  ASSERT_EQ(uploads.all().size(), 1U);

  front.upload_limits.free_space_reserve = 0;
  const auto sent = send(file);
  ASSERT_TRUE(sent) << sent.error().reason;
  EXPECT_EQ(uploads.all().size(), 1U);
  EXPECT_EQ(uploads.all().front()->look().record.became->text(), sent->episode);
}

TEST_F(SendFile, BeginsAnewWhenTheServerForgot) {
  front.upload_limits.free_space_reserve = std::uint64_t{1} << 60;
  EXPECT_FALSE(send(file));
  front.upload_limits.free_space_reserve = 0;
  ASSERT_TRUE(uploads.remove(uploads.all().front()->look().record.id));
  EXPECT_TRUE(send(file));
}

TEST_F(SendFile, TakesATranscriptAlong) {
  const fs::path words = folder / "Bees.srt";
  ASSERT_TRUE(write_durably(words, kWords));
  const auto sent = send(file, words);
  ASSERT_TRUE(sent) << sent.error().reason;
  EXPECT_EQ(read_whole(folders.given_transcript(*EpisodeId::parse(sent->episode), ".srt")), kWords);
  wait_for(sent->episode, "completed");
}

// Found late, or the wrong one first: what has arrived of the episode stays all the same.
TEST_F(SendFile, GoesOnWithATranscriptThatItDidNotBeginWith) {
  front.upload_limits.free_space_reserve = std::uint64_t{1} << 60;
  ASSERT_FALSE(send(file));
  front.upload_limits.free_space_reserve = 0;
  const EpisodeId begun = uploads.all().front()->look().record.id;
  const fs::path words = folder / "Bees.srt";
  ASSERT_TRUE(write_durably(words, kWords));
  const auto sent = send(file, words);
  ASSERT_TRUE(sent) << sent.error().reason;
  EXPECT_EQ(sent->episode, begun.text());
  EXPECT_EQ(read_whole(folders.given_transcript(begun, ".srt")), kWords);
}

TEST_F(SendFile, SaysWhatIsWrongWithATranscript) {
  const fs::path diary = folder / "diary.srt";
  ASSERT_TRUE(write_durably(diary, "Dear diary"));
  const auto sent = send(file, diary);
  EXPECT_EQ(sent.error().fault, Fault::bad_request);
  EXPECT_EQ(sent.error().reason, "the file is no transcript that PodPromo knows");
  EXPECT_TRUE(uploads.all().empty());
  EXPECT_EQ(send(file, folder / "nothing.srt").error().fault, Fault::not_found);
}

TEST_F(SendFile, SaysWhatTheServerSays) {
  ASSERT_TRUE(write_durably(folder / "text.mp3", std::string(8000, 'z')));
  EXPECT_EQ(send(folder / "text.mp3").error().fault, Fault::unsupported_media);
  ASSERT_TRUE(write_durably(folder / "large.mp3", "ID3" + std::string(2 << 20, 'x')));
  EXPECT_EQ(send(folder / "large.mp3").error().fault, Fault::too_large);
  ASSERT_TRUE(write_durably(folder / "notes.txt", "Bread."));
  EXPECT_EQ(send(folder / "notes.txt").error().fault, Fault::unsupported_media);
  EXPECT_EQ(send(folder / "nothing.mp3").error().fault, Fault::not_found);
  EXPECT_EQ(send(folder.path()).error().fault, Fault::bad_request);
}

TEST_F(SendFile, GivesUpOnAServerThatIsNotThere) {
  served.stop();
  EXPECT_EQ(
      send_file(file, {.server = "127.0.0.1:1", .patience = std::chrono::seconds(0), .memory = folder / "memory"}, {})
          .error()
          .fault,
      Fault::unavailable);
}

}  // namespace
}  // namespace podpromo
