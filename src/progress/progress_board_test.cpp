#include "progress/progress_board.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "storage/fake_episode_store.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

const EpisodeId kId = *EpisodeId::parse("abc");
const Attempt kFirst{kId, 1};
const Attempt kSecond{kId, 2};
const ProgressUpdate kQueued{.stage = "queued", .percent = 2, .message = "Waiting"};

json body_of(const ProgressAnswer& answer) { return json::parse(*answer.body); }

class BoardTest : public testing::Test {
 protected:
  BoardTest() { EXPECT_TRUE(folders.make()); }
  void restart() {
    board.reset();
    board = std::make_unique<ProgressBoard>(folders, clock);
  }
  json shown() { return body_of(board->answer("abc"))["progress"]; }
  json stored() {
    EXPECT_TRUE(board->flush(kId));
    return json::parse(read_whole(folders.progress(kId)).value_or("null"));
  }

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  std::unique_ptr<ProgressBoard> board = std::make_unique<ProgressBoard>(folders, clock);
};

TEST_F(BoardTest, ServesAndStoresWhatItWasTold) {
  board->begin(kFirst, kQueued);
  ASSERT_TRUE(board->update(
      kFirst, {.stage = "transcribing", .percent = 35, .message = "Höre zu", .detail = "d", .eta_seconds = 12.4}));

  const auto answer = board->answer("abc");
  EXPECT_TRUE(answer.found);
  const json body = body_of(answer);
  EXPECT_EQ(body["ok"], true);
  EXPECT_EQ(body["status"], "transcribing");
  const json& progress = body["progress"];
  EXPECT_EQ(progress["percent"], 35);
  EXPECT_EQ(progress["percentage"], 35);
  EXPECT_EQ(progress["stage"], "transcribing");
  EXPECT_EQ(progress["message"], "Höre zu");
  EXPECT_EQ(progress["detail"], "d");
  EXPECT_EQ(progress["eta_seconds"], 12);
  EXPECT_EQ(progress["timestamp"], progress["updated_at"]);
  EXPECT_EQ(stored()["percentage"], 35);
  EXPECT_EQ(stored()["stage"], "transcribing");
}

TEST_F(BoardTest, ServesTheSameBytesUntilSomethingChanges) {
  board->begin(kFirst, kQueued);
  const auto first = board->answer("abc");
  EXPECT_EQ(first.etag.front(), '"');
  EXPECT_EQ(board->answer("abc").etag, first.etag);
  clock.pass(std::chrono::seconds(1));
  board->update(kFirst, {.stage = "processing", .percent = 4, .message = ""});
  EXPECT_NE(board->answer("abc").etag, first.etag);
}

TEST_F(BoardTest, NeverFallsWithinAnAttempt) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "transcribing", .percent = 50, .message = ""});
  EXPECT_TRUE(board->update(kFirst, {.stage = "scoring", .percent = 5, .message = "now scoring"}));
  EXPECT_EQ(shown()["percent"], 50);
  EXPECT_EQ(shown()["stage"], "scoring");
}

TEST_F(BoardTest, PassesStageNamesThroughUnchanged) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "scoring:prerank", .percent = 61, .message = ""});
  EXPECT_EQ(shown()["stage"], "scoring:prerank");
}

TEST_F(BoardTest, ReachesAHundredOnlyWhenComplete) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "finalizing", .percent = 250, .message = ""});
  EXPECT_EQ(shown()["percent"], 99);
  ASSERT_TRUE(board->complete(kFirst, "Ready"));
  EXPECT_EQ(shown()["percent"], 100);
  EXPECT_EQ(shown()["stage"], "completed");
}

TEST_F(BoardTest, KeepsCompletedForGood) {
  board->begin(kFirst, kQueued);
  board->complete(kFirst, "Ready");
  EXPECT_FALSE(board->update(kFirst, {.stage = "converting", .percent = 1, .message = ""}));
  EXPECT_FALSE(board->fail(kFirst, "too late"));
  EXPECT_EQ(shown()["stage"], "completed");
}

TEST_F(BoardTest, LetsAnErrorWinOverAnyPercent) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "generating", .percent = 90, .message = ""});
  EXPECT_TRUE(board->fail(kFirst, "The disk is full.", "Free some space."));
  EXPECT_FALSE(board->update(kFirst, {.stage = "generating", .percent = 95, .message = ""}));
  EXPECT_EQ(shown()["stage"], "error");
  EXPECT_EQ(shown()["message"], "The disk is full.");
  EXPECT_EQ(shown()["detail"], "Free some space.");
  EXPECT_EQ(stored()["stage"], "error");
}

TEST_F(BoardTest, StartsOverWithANewAttemptAndFencesTheOld) {
  board->begin(kFirst, kQueued);
  board->fail(kFirst, "no");
  board->begin(kSecond, kQueued);
  EXPECT_EQ(shown()["percent"], 2);
  EXPECT_FALSE(board->update(kFirst, {.stage = "generating", .percent = 90, .message = ""}));
  EXPECT_TRUE(board->update(kSecond, {.stage = "processing", .percent = 4, .message = ""}));
  EXPECT_EQ(shown()["percent"], 4);
}

TEST_F(BoardTest, GoesOnFromWhereItWas) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "transcribing", .percent = 50, .message = "Listening"});
  const auto before = board->answer("abc");

  board->go_on(kSecond, kQueued);

  EXPECT_EQ(*board->answer("abc").body, *before.body);
  EXPECT_FALSE(board->update(kFirst, {.stage = "generating", .percent = 90, .message = ""}));
  EXPECT_TRUE(board->update(kSecond, {.stage = "processing", .percent = 4, .message = ""}));
  EXPECT_EQ(shown()["percent"], 50);
}

TEST_F(BoardTest, GoesOnFromAnEndByStartingOver) {
  board->begin(kFirst, kQueued);
  board->fail(kFirst, "no");
  board->go_on(kSecond, kQueued);
  EXPECT_EQ(shown()["stage"], "queued");
}

TEST_F(BoardTest, ServesTheSameAfterARestart) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "transcribing", .percent = 50, .message = "Listening", .detail = "x"});
  const std::string before = *board->answer("abc").body;
  restart();
  EXPECT_EQ(*board->answer("abc").body, before);
}

TEST_F(BoardTest, KeepsItsRulesAcrossARestart) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "transcribing", .percent = 50, .message = ""});
  restart();
  EXPECT_FALSE(board->update(kSecond, {.stage = "processing", .percent = 60, .message = ""}));
  EXPECT_TRUE(board->update(kFirst, {.stage = "processing", .percent = 5, .message = ""}));
  EXPECT_EQ(shown()["percent"], 50);
  board->complete(kFirst, "Ready");
  restart();
  EXPECT_FALSE(board->update(kFirst, {.stage = "processing", .percent = 5, .message = ""}));
  EXPECT_EQ(shown()["stage"], "completed");
}

TEST_F(BoardTest, KeepsALongDetail) {
  board->begin(kFirst, kQueued);
  const std::string detail(10'000, 'd');
  board->update(kFirst, {.stage = "processing", .percent = 5, .message = "", .detail = detail});
  restart();
  EXPECT_EQ(shown()["detail"], detail);
}

TEST_F(BoardTest, CutsAnEndlessDetailBetweenCharacters) {
  board->begin(kFirst, kQueued);
  std::string detail;
  for (int i = 0; i < 100'000; ++i) detail += "ü";
  board->update(kFirst, {.stage = "processing", .percent = 5, .message = "", .detail = "x" + detail});
  const auto kept = shown()["detail"].get<std::string>();
  EXPECT_LE(kept.size(), 64'000U);
  EXPECT_EQ(kept.substr(kept.size() - 2), "ü");
}

TEST_F(BoardTest, WritesSeldomButAlwaysTheLast) {
  board->begin(kFirst, kQueued);
  for (int i = 0; i < 5'000; ++i)
    board->update(kFirst, {.stage = "transcribing", .percent = 10 + i / 100, .message = std::to_string(i)});
  EXPECT_EQ(stored()["message"], "4999");
  EXPECT_LT(board->health().writes, 500U);
}

TEST_F(BoardTest, GoesOnInMemoryWhenTheDiskRefuses) {
  // A file where the folder should be: nobody can write below it.
  ASSERT_TRUE(write_durably(folders.episode(kId), "in the way"));
  board->begin(kFirst, kQueued);
  EXPECT_TRUE(board->update(kFirst, {.stage = "transcribing", .percent = 50, .message = ""}));
  EXPECT_FALSE(board->flush(kId));
  EXPECT_EQ(shown()["percent"], 50);
  EXPECT_FALSE(board->health().persisting);
  EXPECT_NE(board->health().trouble, "");

  fs::remove(folders.episode(kId));
  EXPECT_TRUE(board->flush(kId));
  EXPECT_TRUE(board->health().persisting);
  EXPECT_EQ(stored()["percent"], 50);
}

TEST_F(BoardTest, ForgetsADeletedEpisode) {
  board->begin(kFirst, kQueued);
  board->forget(kId);
  fs::remove_all(folders.episode(kId));
  EXPECT_FALSE(board->answer("abc").found);
  restart();
  EXPECT_FALSE(fs::exists(folders.episode(kId)));
}

TEST_F(BoardTest, AnswersForTheNewestEpisode) {
  FakeEpisodeStore store;
  EXPECT_FALSE(board->newest(store).found);
  ASSERT_TRUE(store.add({.id = kId, .created_at = clock.now()}));
  board->begin(kFirst, kQueued);
  EXPECT_EQ(*board->newest(store).body, *board->answer("abc").body);
}

TEST_F(BoardTest, KeepsEveryScriptAndControlCharacter) {
  board->begin(kFirst, kQueued);
  const std::string text = "Ünïcödé 日本語 עברית 🐝\t\"quoted\" \\ \x01";
  board->update(kFirst, {.stage = "étape", .percent = 5, .message = text, .detail = text});
  restart();
  EXPECT_EQ(shown()["message"], text);
  EXPECT_EQ(shown()["detail"], text);
  EXPECT_EQ(shown()["stage"], "étape");
}

TEST_F(BoardTest, MakesBytesThatAreNoTextHarmless) {
  board->begin(kFirst, kQueued);
  board->update(kFirst, {.stage = "processing", .percent = 5, .message = "half \xC3"});
  EXPECT_EQ(shown()["message"], "half \uFFFD");
  restart();
  EXPECT_EQ(shown()["message"], "half \uFFFD");
}

TEST_F(BoardTest, KeepsAnErrorForGood) {
  board->begin(kFirst, kQueued);
  board->fail(kFirst, "no");
  EXPECT_FALSE(board->update(kFirst, {.stage = "converting", .percent = 99, .message = ""}));
  EXPECT_FALSE(board->complete(kFirst, "Ready"));
  restart();
  EXPECT_FALSE(board->complete(kFirst, "Ready"));
  EXPECT_EQ(shown()["stage"], "error");
}

TEST_F(BoardTest, SaysHowFarTheTimeLeftCanBeTrusted) {
  board->begin(kFirst, kQueued);
  EXPECT_FALSE(shown().contains("eta_confidence"));
  board->update(kFirst,
                {.stage = "transcribing", .percent = 20, .message = "", .eta_seconds = 9, .eta_confidence = "high"});
  EXPECT_EQ(shown()["eta_confidence"], "high");
  restart();
  EXPECT_EQ(shown()["eta_confidence"], "high");
}

TEST_F(BoardTest, WritesAtOnceWhenTheStageChanges) {
  board->begin(kFirst, kQueued);
  ASSERT_TRUE(board->flush(kId));
  const auto before = board->health().writes;
  for (const std::string stage : {"processing", "transcribing", "scoring"}) {
    board->update(kFirst, {.stage = stage, .percent = 5, .message = ""});
    while (json::parse(read_whole(folders.progress(kId)).value_or("null"))["stage"] != stage) std::this_thread::yield();
  }
  ASSERT_TRUE(board->flush(kId));
  EXPECT_EQ(board->health().writes, before + 3);
}

// An episode of an earlier life is read once, not at every poll.
TEST_F(BoardTest, AnswersFromTheFileUntilThatChanges) {
  board->begin(kFirst, kQueued);
  board->complete(kFirst, "Ready");
  restart();
  fs::last_write_time(folders.progress(kId), fs::file_time_type::clock::now() - std::chrono::hours(1));
  const auto first = board->answer("abc");
  EXPECT_EQ(board->answer("abc").body, first.body);  // the same text, not only an equal one
  ASSERT_TRUE(write_durably(folders.progress(kId), R"({"percent":7,"stage":"processing"})"));
  EXPECT_EQ(shown()["percent"], 7);
}

TEST_F(BoardTest, GivesEveryChangeAGrowingNumber) {
  EXPECT_EQ(board->news("abc").change, 0U);
  EXPECT_TRUE(board->news("abc").over);
  board->begin(kFirst, kQueued);
  const auto first = board->news("abc");
  EXPECT_FALSE(first.over);
  board->go_on(kSecond, kQueued);
  EXPECT_EQ(board->news("abc").change, first.change);
  board->complete(kSecond, "Ready");
  EXPECT_GT(board->news("abc").change, first.change);
  EXPECT_TRUE(board->news("abc").over);
}

// 32 writers and a reader of the file at once.
TEST_F(BoardTest, StandsManyThreads) {
  constexpr int kThreads = 32;
  constexpr int kUpdates = 1'000;
  board->begin(kFirst, kQueued);
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::atomic<int> fell = 0;
  std::jthread reader([&] {
    int last = 0;
    while (!done) {
      const int percent = shown()["percent"];
      fell += percent < last ? 1 : 0;
      last = percent;
      const auto text = read_whole(folders.progress(kId));
      torn += text && !json::accept(*text) ? 1 : 0;
    }
  });
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < kThreads; ++t)
      writers.emplace_back([&, t] {
        for (int i = 0; i < kUpdates; ++i)
          board->update(kFirst, {.stage = "transcribing", .percent = (i * 7 + t) % 90, .message = std::to_string(i)});
      });
  }
  done = true;
  reader.join();
  board->update(kFirst, {.stage = "transcribing", .percent = 0, .message = "the last"});

  EXPECT_EQ(torn, 0);
  EXPECT_EQ(fell, 0);
  EXPECT_EQ(stored()["message"], "the last");
  EXPECT_EQ(stored()["percent"], 89);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folders.episode(kId))) names.push_back(entry.path().filename());
  EXPECT_THAT(names, testing::ElementsAre("progress.json"));
}

}  // namespace

}  // namespace podpromo
