#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "progress/progress_board.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

const EpisodeId kId = *EpisodeId::parse("abc");

// What GET /api/progress/{id} says about an episode that this process has never worked on.
class InferenceTest : public testing::Test {
 protected:
  InferenceTest() { EXPECT_TRUE(folders.make()); }
  static void write(const fs::path& file, const std::string& text = "fifteen letters") {
    ASSERT_TRUE(write_durably(file, text));
  }
  json body(const std::string& id = "abc") { return json::parse(*board.answer(id).body); }
  std::vector<std::string> everything_on_disk() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) names.push_back(entry.path());
    std::ranges::sort(names);
    return names;
  }

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  ProgressBoard board{folders, clock};
};

TEST_F(InferenceTest, SaysNotFoundForAnUnknownId) {
  const auto answer = board.answer("nonexistent-id");
  EXPECT_FALSE(answer.found);
  const json said = json::parse(*answer.body);
  EXPECT_EQ(said["ok"], false);
  EXPECT_EQ(said["error"], "episode not found");
  EXPECT_NE(said["message"], "");
  EXPECT_EQ(said["progress"]["percent"], 0);
  EXPECT_EQ(said["progress"]["stage"], "unknown");
}

TEST_F(InferenceTest, SaysNotFoundForWhatCannotBeAnIdAndCreatesNothing) {
  write(folder / "progress.json", R"({"stage":"completed","percent":100})");
  const auto before = everything_on_disk();
  const std::vector<std::string> bad{"",
                                     "..",
                                     ".",
                                     "%2e%2e",
                                     "a/b",
                                     "../../etc",
                                     "a b",
                                     "ümlaut",
                                     std::string("a\0b", 3),
                                     std::string(10'000, 'a'),
                                     "transcripts"};
  for (const auto& id : bad) EXPECT_FALSE(board.answer(id).found) << id;
  EXPECT_EQ(everything_on_disk(), before);
}

TEST_F(InferenceTest, CreatesNothingForAnUnknownId) {
  const auto before = everything_on_disk();
  EXPECT_FALSE(board.answer("nobody").found);
  EXPECT_EQ(everything_on_disk(), before);
}

TEST_F(InferenceTest, SurvivesMissingFolders) {
  fs::remove_all(folders.uploads);
  EXPECT_FALSE(board.answer("abc").found);
  EXPECT_FALSE(fs::exists(folders.uploads));
}

TEST_F(InferenceTest, ServesAFileOfAnotherProgram) {
  write(folders.progress(kId), R"({"percentage":100,"stage":"completed","message":"Done","timestamp":"2025-09-08"})");
  const auto answer = board.answer("abc");
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(body()["status"], "completed");
  EXPECT_EQ(body()["progress"]["percentage"], 100);
  EXPECT_EQ(body()["progress"]["percent"], 100);
}

TEST_F(InferenceTest, PassesForeignStageNamesThrough) {
  write(folders.progress(kId), R"({"percent":42.7,"stage":"transcription"})");
  EXPECT_EQ(body()["progress"]["stage"], "transcription");
  EXPECT_EQ(body()["progress"]["percent"], 42);
}

TEST_F(InferenceTest, InfersQueuedFromEveryKindOfMedia) {
  for (const std::string_view extension : kMediaExtensions) {
    const std::string flat = "flat-" + std::string(extension);
    write(folders.uploads / (flat + "." + std::string(extension)));
    EXPECT_EQ(body(flat)["status"], "queued") << extension;
    EXPECT_GT(body(flat)["progress"]["percentage"], 0) << extension;

    const auto nested = *EpisodeId::parse("nested-" + std::string(extension));
    write(folders.source(nested, extension));
    EXPECT_EQ(body(nested.text())["status"], "queued") << extension;
  }
}

TEST_F(InferenceTest, TakesTenBytesForNoMedia) {
  write(folders.source(kId, "mp3"), "0123456789");
  EXPECT_FALSE(board.answer("abc").found);
  write(folders.source(kId, "mp3"), "0123456789a");
  EXPECT_TRUE(board.answer("abc").found);
}

TEST_F(InferenceTest, InfersCompletedFromAPublishedTranscript) {
  write(folders.source(kId, "mp3"));
  write(folders.transcript(kId), R"({"segments":[]})");
  EXPECT_EQ(body()["status"], "completed");
  EXPECT_EQ(body()["progress"]["percent"], 100);
}

TEST_F(InferenceTest, DoesNotBelieveATranscriptThatIsNoJson) {
  write(folders.transcript(kId), R"({"segments":[)");
  EXPECT_FALSE(board.answer("abc").found);
  write(folders.source(kId, "mp3"));
  EXPECT_EQ(body()["status"], "queued");
}

TEST_F(InferenceTest, NoticesWhenATranscriptIsMended) {
  write(folders.transcript(kId), "{");
  EXPECT_FALSE(board.answer("abc").found);
  write(folders.transcript(kId), "{}");
  EXPECT_TRUE(board.answer("abc").found);
}

TEST_F(InferenceTest, InfersCompletedFromTheListOfClips) {
  write(folders.clip_list(kId), R"({"clips":[]})");
  EXPECT_EQ(body()["status"], "completed");
}

TEST_F(InferenceTest, KeepsItsEtagWhileNothingChanges) {
  write(folders.source(kId, "mp3"));
  const std::string etag = board.answer("abc").etag;
  clock.pass(std::chrono::minutes(1));
  EXPECT_EQ(board.answer("abc").etag, etag);
}

class DamagedFile : public InferenceTest, public testing::WithParamInterface<std::string> {};

TEST_P(DamagedFile, IsSetAsideAndInferred) {
  write(folders.progress(kId), GetParam());
  EXPECT_FALSE(board.answer("abc").found);
  EXPECT_FALSE(fs::exists(folders.progress(kId)));
  EXPECT_TRUE(fs::exists(folders.episode(kId) / "progress.json.corrupt-1"));

  write(folders.source(kId, "mp3"));
  write(folders.progress(kId), GetParam());
  EXPECT_EQ(body()["status"], "queued");
  EXPECT_TRUE(fs::exists(folders.episode(kId) / "progress.json.corrupt-2"));
}

TEST_P(DamagedFile, GivesWayToTheNextUpdate) {
  write(folders.progress(kId), GetParam());
  EXPECT_TRUE(board.update({kId, 1}, {.stage = "processing", .percent = 5, .message = ""}));
  ASSERT_TRUE(board.flush(kId));
  EXPECT_EQ(json::parse(*read_whole(folders.progress(kId)))["percent"], 5);
}

INSTANTIATE_TEST_SUITE_P(All, DamagedFile,
                         testing::Values("", " ", "{", R"({"percent":50,"stage":"tran)", "not json", "[]", "42", "null",
                                         R"("text")", R"({"percent":"abc","stage":"queued"})", R"({"percent":5})",
                                         R"({"percent":5,"stage":""})", R"({"percent":5,"stage":7})",
                                         std::string(100'000, '['), std::string("\0\0\0\0", 4),
                                         "{\"stage\":\"" + std::string(2'000'000, 'x') + "\"}"));

TEST_F(InferenceTest, TakesAFileWithAByteOrderMark) {
  write(folders.progress(kId), "\xEF\xBB\xBF{\"percent\":5,\"stage\":\"processing\"}");
  EXPECT_EQ(body()["progress"]["percent"], 5);
}

TEST_F(InferenceTest, SetsAsideAtMostNineFiles) {
  for (int i = 0; i < 12; ++i) {
    write(folders.progress(kId), "damaged");
    EXPECT_FALSE(board.answer("abc").found);
  }
  EXPECT_FALSE(fs::exists(folders.episode(kId) / "progress.json.corrupt-10"));
  EXPECT_TRUE(fs::exists(folders.episode(kId) / "progress.json.corrupt-9"));
}

TEST_F(InferenceTest, SetsAsideAFolderInTheFilesPlace) {
  ASSERT_TRUE(make_folder(folders.progress(kId)));
  EXPECT_FALSE(board.answer("abc").found);
}

TEST_F(InferenceTest, DoesNotWaitForAPipeInTheFilesPlace) {
  ASSERT_TRUE(make_folder(folders.episode(kId)));
  ASSERT_EQ(::mkfifo(folders.progress(kId).c_str(), 0600), 0);
  EXPECT_FALSE(board.answer("abc").found);
}

TEST_F(InferenceTest, IgnoresAStrayTemporaryFile) {
  write(folders.episode(kId) / "progress.tmp", "{");
  EXPECT_FALSE(board.answer("abc").found);
}

TEST_F(InferenceTest, AnswersWithAnErrorWhenItMayNotRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "permissions don't stop root";
  write(folders.progress(kId), R"({"percent":5,"stage":"processing"})");
  fs::permissions(folders.progress(kId), fs::perms::none);
  EXPECT_EQ(body()["status"], "error");
}

TEST_F(InferenceTest, InfersQueuedFromMediaInCapitals) {
  write(folders.uploads / "abc.MP3");
  EXPECT_EQ(body()["status"], "queued");
}

TEST_F(InferenceTest, TakesAFileWithAByteOrderMarkAndNothingElseForDamaged) {
  write(folders.progress(kId), "\xEF\xBB\xBF");
  EXPECT_FALSE(board.answer("abc").found);
  EXPECT_TRUE(fs::exists(folders.episode(kId) / "progress.json.corrupt-1"));
}

// A link to itself can't be opened by anyone, not even by root, whom permissions don't stop.
TEST_F(InferenceTest, AnswersWithAnErrorThatSaysToRetryWhenTheDiskRefuses) {
  ASSERT_TRUE(make_folder(folders.episode(kId)));
  fs::create_symlink("progress.json", folders.progress(kId));

  const auto answer = board.answer("abc");

  EXPECT_TRUE(answer.found);
  const json said = json::parse(*answer.body);
  EXPECT_EQ(said["status"], "error");
  EXPECT_EQ(said["progress"]["stage"], "error");
  EXPECT_NE(said["progress"]["message"].get<std::string>().find("Try again"), std::string::npos);
}

}  // namespace

}  // namespace podpromo
