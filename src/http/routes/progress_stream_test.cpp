#include "http/routes/progress_stream.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

const EpisodeId kId = *EpisodeId::parse("abc");
const Attempt kFirst{kId, 1};
const ProgressUpdate kQueued{.stage = "queued", .percent = 2, .message = "Waiting"};

// The value of a field of the last event in `text`; empty when it has none.
std::string field(const std::string& text, const std::string& name) {
  const auto at = text.rfind(name + ": ");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 2;
  return text.substr(from, text.find('\n', from) - from);
}

class StreamTest : public testing::Test {
 protected:
  StreamTest() { EXPECT_TRUE(folders.make()); }
  std::unique_ptr<ProgressStream> open(const std::string& last = "", const std::string& id = "abc") {
    auto stream = std::make_unique<ProgressStream>(board, id, board.news(id), last);
    stream->on_news([this] { ++woken; });
    return stream;
  }
  void listen(int percent) { board.update(kFirst, {.stage = "transcribing", .percent = percent, .message = "m"}); }

  // What was said last before the stream ended, asking only when woken.
  std::string read_to_the_end() {
    ProgressStream stream(board, "abc", board.news("abc"), "");
    std::atomic<bool> news = true;
    stream.on_news([&] {
      news = true;
      news.notify_one();
    });
    for (std::string last;;) {
      news.wait(false);
      news = false;
      const auto said = stream.next();
      if (!said) return last;
      if (!said->empty()) last = *said;
      // The end itself wakes nobody. Never set back here: a wake may come between.
      if (json::parse(field(last, "data"))["status"] == "completed") news = true;
    }
  }

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  std::atomic<int> woken = 0;
  ProgressBoard board{folders, clock};
};

TEST_F(StreamTest, TellsTheStateAtOnceAsPollingDoes) {
  board.begin(kFirst, kQueued);
  const auto stream = open();
  const std::string first = *stream->next();
  EXPECT_TRUE(first.starts_with("retry: 2000\n"));
  EXPECT_TRUE(first.ends_with("\n\n"));
  EXPECT_EQ(field(first, "event"), "progress");
  EXPECT_EQ(json::parse(field(first, "data")), json::parse(*board.answer("abc").body));
  EXPECT_EQ(*stream->next(), "");
}

TEST_F(StreamTest, WakesWithEveryChangeAndTellsTheNewest) {
  board.begin(kFirst, kQueued);
  const auto stream = open();
  const std::string first = *stream->next();
  listen(20);
  listen(30);
  EXPECT_EQ(woken, 2);
  const std::string next = *stream->next();
  EXPECT_EQ(json::parse(field(next, "data"))["progress"]["percent"], 30);
  EXPECT_NE(field(next, "id"), field(first, "id"));
  EXPECT_EQ(next.find("retry"), std::string::npos);
  EXPECT_EQ(*stream->next(), "");
}

TEST_F(StreamTest, EndsAfterTheLastOfAnEpisode) {
  board.begin(kFirst, kQueued);
  const auto stream = open();
  ASSERT_TRUE(stream->next());
  board.complete(kFirst, "Ready");
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["status"], "completed");
  EXPECT_EQ(stream->next(), std::nullopt);
}

TEST_F(StreamTest, EndsAfterAFailure) {
  board.begin(kFirst, kQueued);
  board.fail(kFirst, "The disk is full.");
  const auto stream = open();
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["status"], "error");
  EXPECT_EQ(stream->next(), std::nullopt);
}

TEST_F(StreamTest, SaysWhenTheEpisodeIsDeleted) {
  board.begin(kFirst, kQueued);
  const auto stream = open();
  ASSERT_TRUE(stream->next());
  ASSERT_TRUE(board.flush(kId));
  board.forget(kId);
  EXPECT_EQ(woken, 0);
  fs::remove_all(folders.episode(kId));
  board.gone(kId);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["error"], "episode not found");
  EXPECT_EQ(stream->next(), std::nullopt);
}

TEST_F(StreamTest, GoesOnAfterTheEventTheClientHad) {
  board.begin(kFirst, kQueued);
  listen(20);
  const std::string had = field(*open()->next(), "id");
  const auto again = open(had);
  EXPECT_EQ(field(*again->next(), "data"), "");
  listen(30);
  EXPECT_EQ(json::parse(field(*again->next(), "data"))["progress"]["percent"], 30);
}

TEST_F(StreamTest, TellsAtOnceWhoHadAnOlderEventOrOneOfAnotherLife) {
  board.begin(kFirst, kQueued);
  const std::string had = field(*open()->next(), "id");
  listen(20);
  for (const std::string& last : {had, std::string("01234567-2"), std::string("nonsense"), std::string(9000, '7')})
    EXPECT_EQ(json::parse(field(*open(last)->next(), "data"))["progress"]["percent"], 20) << last;
}

TEST_F(StreamTest, TellsOfAnEpisodeThatOnlyTheDiskKnowsAndFollowsItWhenItIsWorkedOn) {
  ASSERT_TRUE(write_durably(folders.source(kId, "mp3"), "fifteen letters"));
  const auto stream = open();
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["status"], "queued");
  board.begin(kFirst, kQueued);
  listen(20);
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["progress"]["percent"], 20);
}

// Whoever serves many connections asks such a one elsewhere.
TEST_F(StreamTest, SaysWhenItWouldHaveToWaitForTheDisk) {
  ASSERT_TRUE(write_durably(folders.source(kId, "mp3"), "fifteen letters"));
  const auto stream = open();
  EXPECT_FALSE(stream->is_at_hand());
  ASSERT_TRUE(stream->next());
  board.begin(kFirst, kQueued);
  board.complete(kFirst, "Ready");
  EXPECT_TRUE(stream->is_at_hand());
  board.forget(kId);
  // What is at hand is said, whatever happens in between.
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["status"], "completed");
  EXPECT_TRUE(stream->is_at_hand());
  EXPECT_EQ(stream->next(), std::nullopt);
}

TEST_F(StreamTest, EndsAtOnceForAnEpisodeThatIsCompleteOnDisk) {
  ASSERT_TRUE(write_durably(folders.transcript(kId), R"({"segments":[]})"));
  const auto stream = open();
  EXPECT_EQ(json::parse(field(*stream->next(), "data"))["status"], "completed");
  EXPECT_EQ(stream->next(), std::nullopt);
}

TEST_F(StreamTest, IsNotWokenForOthersOrAfterItsEnd) {
  board.begin(kFirst, kQueued);
  auto stream = open();
  board.begin({*EpisodeId::parse("other"), 1}, kQueued);
  EXPECT_EQ(woken, 0);
  stream.reset();
  listen(20);
  EXPECT_EQ(woken, 0);
}

// The wake comes after the change, so a reader that sleeps until it is woken never misses the last.
TEST_F(StreamTest, NeverMissesTheLastWhileManyChangeAndManyRead) {
  constexpr int kReaders = 8;
  board.begin(kFirst, kQueued);
  std::vector<std::string> last(kReaders);
  {
    std::vector<std::jthread> readers;
    for (std::string& one : last) readers.emplace_back([&] { one = read_to_the_end(); });
    std::vector<std::jthread> writers;
    for (int w = 0; w < 4; ++w)
      writers.emplace_back([&, w] {
        for (int i = 0; i < 500; ++i) listen((i + w) % 90);
      });
    writers.clear();
    board.complete(kFirst, "Ready");
  }
  for (const std::string& one : last) EXPECT_EQ(json::parse(field(one, "data"))["status"], "completed");
}

TEST_F(StreamTest, HoldsTenThousandReaders) {
  board.begin(kFirst, kQueued);
  std::vector<std::unique_ptr<ProgressStream>> streams;
  for (int i = 0; i < 10'000; ++i) streams.push_back(open());
  listen(20);
  EXPECT_EQ(woken, 10'000);
  for (const auto& stream : streams) ASSERT_NE(*stream->next(), "");
}

}  // namespace

}  // namespace podpromo
