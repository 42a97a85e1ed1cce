// Bad input over HTTP: the status, a sentence with what to do, and nothing left in the folder of uploads.
#include "server.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// NOLINTNEXTLINE(readability-identifier-naming): matchers are written like this.
MATCHER_P2(Refused, status, code, "is a refusal with a status, a code and what to do") {
  *result_listener << arg.status << " " << arg.body.dump();
  return arg.status == status && arg.body.is_object() && arg.body.value("ok", true) == false &&
         arg.body.value("code", "") == code && !arg.body.value("error", "").empty() &&
         !arg.body.value("remedy", "").empty();
}

class BadUpload : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
  fs::path data() const { return folder_ / "data"; }
  // Names in the folder of uploads, but for the server's own.
  std::vector<std::string> uploads() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(data() / "upload"))
      if (!entry.path().filename().string().starts_with(".")) names.push_back(entry.path().filename().string());
    return names;
  }
};

TEST_F(BadUpload, AnEmptyFileIsRefusedAndLeavesNothing) {
  const Server server(data());

  EXPECT_THAT(server.upload(written("empty.mp3", "")), Refused(400, "bad_request"));
  EXPECT_THAT(uploads(), IsEmpty());
}

TEST_F(BadUpload, TextNamedMp3IsRefusedAndLeavesNothing) {
  const Server server(data());

  EXPECT_THAT(server.upload(written("text.mp3", "Shopping: bread and butter.\n")), Refused(415, "unsupported_media"));
  EXPECT_THAT(uploads(), IsEmpty());
}

TEST_F(BadUpload, AKindThatIsNotTakenIsRefusedAndLeavesNothing) {
  const Server server(data());

  EXPECT_THAT(server.upload(written("notes.txt", "Bread.\n")), Refused(415, "unsupported_media"));
  EXPECT_THAT(uploads(), IsEmpty());
}

TEST_F(BadUpload, AFormWithoutAFileIsRefusedAndLeavesNothing) {
  const Server server(data());

  EXPECT_THAT(server.upload(written("text.mp3", "Bread.\n"), "other"), Refused(400, "bad_request"));
  EXPECT_THAT(uploads(), IsEmpty());
}

TEST_F(BadUpload, AFileOverTheLimitIsRefusedAndLeavesNothing) {
  const Server server(data(), {"--max-upload-bytes", "20000"});

  EXPECT_THAT(server.upload(spoken_episode()), Refused(413, "too_large"));
  EXPECT_THAT(uploads(), IsEmpty());
}

// Only listening for a sound track tells; the upload itself is whole, so the episode stays and says what is wrong.
TEST_F(BadUpload, AFilmWithoutSoundIsTakenAndItsProgressSaysWhy) {
  const Server server(data());

  const Reply uploaded = server.upload(made("mute.mp4", {"-f", "lavfi", "-i", "testsrc2=d=3:s=320x240"}));

  ASSERT_EQ(uploaded.status, 200) << uploaded.body.dump();
  const std::string id = uploaded.body.value("episodeId", "");
  ASSERT_TRUE(reaches(server, id, "error"));
  EXPECT_THAT(server.get("/api/progress/" + id).body.dump(), HasSubstr("no sound track"));
}

}  // namespace
}  // namespace podpromo
