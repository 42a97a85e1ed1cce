// Transcripts that come as uploads of their own, before their episodes.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "http/routes/uploads_route_fixture.hpp"

namespace podpromo {
namespace {

// filename Bees.srt, kind transcript
const std::string kBeesWords = "filename QmVlcy5zcnQ=,kind dHJhbnNjcmlwdA==";
const std::string kWords = "1\n00:00:01,000 --> 00:00:02,000\nHello bees\n";

class TranscriptUploads : public UploadsRoute {
 protected:
  std::string fresh_transcript(std::size_t length) {
    return header(made({{"upload-length", std::to_string(length)}, {"upload-metadata", kBeesWords}}), "Location");
  }
  std::string transcript() {
    const std::string at = fresh_transcript(kWords.size());
    EXPECT_EQ(patch(at, 0, kWords).status, 204);
    return at;
  }
  // The metadata of Bees.mp3, with the address of its transcript.
  static std::string with_words(const std::string& at) { return kBees + ",transcript " + base64(at); }
  static std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
  }
  // The body that gives an upload the transcript at that address.
  static std::string named(const std::string& at) {
    return nlohmann::json{{"upload", at.substr(at.rfind('/') + 1)}}.dump();
  }
  std::string kept_words(const std::string& id) {
    return read_whole(folders.given_transcript(*EpisodeId::parse(id), ".srt")).value_or("");
  }
};

TEST_F(TranscriptUploads, BringATranscriptBeforeItsEpisode) {
  const std::string words = transcript();
  EXPECT_EQ(header(tus("HEAD", words), "Podpromo-Episode"), "");
  const std::string at = header(
      made({{"upload-length", std::to_string(kMp3.size())}, {"upload-metadata", with_words(words)}}), "Location");
  const std::string id = header(patch(at, 0, kMp3), "Podpromo-Episode");
  EXPECT_EQ(kept_words(id), kWords);
  wait_for(id, "completed");
  const Response asked = tus("HEAD", words);
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(header(asked, "Podpromo-Episode"), "");
}

TEST_F(TranscriptUploads, SayThatATranscriptIsLeftOutOfAnEpisodeThatIsHereAlready) {
  const std::string id = completed();
  const std::string length = std::to_string(kMp3.size());
  const std::string at =
      header(made({{"upload-length", length}, {"upload-metadata", with_words(transcript())}}), "Location");
  EXPECT_EQ(header(patch(at, 0, kMp3), "Podpromo-Transcript"), "left-out");
  EXPECT_EQ(header(tus("HEAD", at), "Podpromo-Transcript"), "left-out");

  const std::string words_part =
      "--XX\r\nContent-Disposition: form-data; name=\"transcript\"; filename=\"Bees.srt\"\r\n\r\n" + kWords + "\r\n";
  const auto form = json_of(upload("Bees.mp3", kMp3, words_part));
  EXPECT_EQ(form["episodeId"], id);
  EXPECT_EQ(form["transcript_left_out"], true);
  EXPECT_NE(form["message"].get<std::string>().find("delete the episode"), std::string::npos);
}

TEST_F(TranscriptUploads, TakeATranscriptAlsoWithTheirCreationAndWhenTheyAreJoined) {
  const Response created = made({{"upload-length", std::to_string(kMp3.size())},
                                 {"upload-metadata", with_words(transcript())},
                                 {"content-type", "application/offset+octet-stream"},
                                 {"content-length", std::to_string(kMp3.size())}},
                                kMp3);
  EXPECT_EQ(kept_words(header(created, "Podpromo-Episode")), kWords);

  const std::string parts = "final;" + part(kMp3) + " " + part("more");
  const std::string metadata = with_words(transcript());
  const Response joined = made({{"upload-concat", parts}, {"upload-metadata", metadata}});
  EXPECT_EQ(kept_words(header(joined, "Podpromo-Episode")), kWords);
  const Response again = made({{"upload-concat", parts}, {"upload-metadata", metadata}});
  EXPECT_EQ(header(again, "Podpromo-Episode"), header(joined, "Podpromo-Episode"));
}

// What has arrived of the episode stays.
TEST_F(TranscriptUploads, TakeATranscriptWhileTheEpisodeIsUnderWay) {
  const std::string at = fresh();
  ASSERT_EQ(patch(at, 0, kMp3.substr(0, 5000)).status, 204);
  const std::string words = transcript();
  EXPECT_EQ(ask("PUT", at + "/transcript", {}, named(words)).status, 200);
  const std::string id = header(patch(at, 5000, kMp3.substr(5000)), "Podpromo-Episode");
  EXPECT_EQ(kept_words(id), kWords);
  EXPECT_EQ(ask("PUT", at + "/transcript", {}, named(transcript())).status, 409);
  EXPECT_EQ(ask("DELETE", at + "/transcript").status, 409);
}

TEST_F(TranscriptUploads, LeaveATranscriptOutWhileTheEpisodeIsUnderWay) {
  const std::string at =
      header(made({{"upload-length", std::to_string(kMp3.size())}, {"upload-metadata", with_words(transcript())}}),
             "Location");
  EXPECT_EQ(ask("DELETE", at + "/transcript").status, 200);
  EXPECT_EQ(ask("DELETE", at + "/transcript").status, 200);
  EXPECT_EQ(kept_words(header(patch(at, 0, kMp3), "Podpromo-Episode")), "");
}

TEST_F(TranscriptUploads, AreGivenOnlyATranscriptThatIsHere) {
  const std::string at = fresh();
  const std::string half = fresh_transcript(kWords.size());
  for (const std::string& body : {named(half), named("/nobody"), std::string("{}"), std::string("words")})
    EXPECT_EQ(ask("PUT", at + "/transcript", {}, body).status, 400) << body;
  EXPECT_EQ(ask("PUT", transcript() + "/transcript", {}, named(transcript())).status, 400);
  EXPECT_EQ(ask("PUT", "/api/uploads/nobody/transcript", {}, named(transcript())).status, 404);
}

// A crash right after it was given loses nothing of it.
TEST_F(TranscriptUploads, RememberATranscriptThatWasGivenOnTheWay) {
  const std::string at = fresh();
  ASSERT_EQ(patch(at, 0, kMp3.substr(0, 5000)).status, 204);
  ASSERT_EQ(ask("PUT", at + "/transcript", {}, named(transcript())).status, 200);
  UploadStore next(UploadPlace{.folder = folders.incoming(), .limits = limits, .clock = clock});
  ASSERT_TRUE(next.open());
  const EpisodeId id = *EpisodeId::parse(at.substr(13));
  EXPECT_EQ((*next.find(id))->look().record.transcript_name, "Bees.srt");
  EXPECT_EQ(read_whole(upload_transcript_file(folders.incoming(), id)), kWords);
}

TEST_F(TranscriptUploads, RefuseATranscriptThatCannotBeReadOnceItIsHere) {
  const std::string diary = "Dear diary, today I saw bees.";
  const std::string at = fresh_transcript(diary.size());
  EXPECT_EQ(patch(at, 0, diary.substr(0, 10)).status, 204);
  const Response last = patch(at, 10, diary.substr(10));
  EXPECT_EQ(last.status, 400);
  EXPECT_EQ(json_of(last)["title"], "the file is no transcript that PodPromo knows");
  EXPECT_EQ(tus("HEAD", at).status, 404);
  EXPECT_TRUE(fs::is_empty(folders.incoming()));
}

TEST_F(TranscriptUploads, NameOnlyATranscriptThatIsHere) {
  const std::string length = std::to_string(kMp3.size());
  const Response missing = made({{"upload-length", length}, {"upload-metadata", with_words("/api/uploads/abc")}});
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(json_of(missing)["title"], "the transcript that this upload names isn't here");
  const std::string half = fresh_transcript(kWords.size());
  EXPECT_EQ(made({{"upload-length", length}, {"upload-metadata", with_words(half)}}).status, 400);
  EXPECT_EQ(made({{"upload-length", length}, {"upload-metadata", with_words(fresh())}}).status, 400);
}

TEST_F(TranscriptUploads, RefuseATranscriptThatIsNoneByItsHeaders) {
  EXPECT_EQ(made({{"upload-length", std::to_string((16 << 20) + 1)}, {"upload-metadata", kBeesWords}}).status, 413);
  EXPECT_EQ(made({{"upload-concat", "final;" + part("a")}, {"upload-metadata", kBeesWords}}).status, 400);
  // kind ad
  EXPECT_EQ(made({{"upload-length", "10"}, {"upload-metadata", kBees + ",kind YWQ="}}).status, 400);
}

}  // namespace
}  // namespace podpromo
