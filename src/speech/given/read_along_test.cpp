#include "speech/given/read_along.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "models/private_folder.hpp"
#include "speech/fake_transcriber.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::SizeIs;

constexpr std::size_t kWords = 160;

// A word each half second, with a pause after every tenth. All are different.
std::vector<Word> said() {
  std::vector<Word> words;
  double at = 1;
  for (std::size_t i = 0; i < kWords; ++i) {
    words.push_back({.text = "wort" + std::to_string(i), .start = at, .end = at + 0.4});
    at += i % 10 == 9 ? 1.5 : 0.5;
  }
  return words;
}

// Puts words where they are said, `late` seconds too late.
class Reading final : public TranscriberFactory {
 public:
  Result<std::unique_ptr<Transcriber>> make() const override {
    const auto place = [this](const SpeechChunk& chunk, std::vector<Word>& words) {
      const std::scoped_lock lock(mutex_);
      pages_.push_back(chunk);
      for (Word& word : words) {
        const auto truth = std::ranges::find(said_, word.text, &Word::text);
        if (truth == said_.end()) return false;
        word.start = truth->start + late;
        word.end = truth->end + late;
      }
      return can_read;
    };
    return std::make_unique<FakeTranscriber>([](const SpeechChunk&) { return HeardChunk{}; }, place);
  }
  std::string identity() const override { return "reading"; }
  const std::vector<SpeechChunk>& pages() const { return pages_; }

  bool can_read = true;
  double late = 0;
  std::vector<Word> said_ = said();

 private:
  mutable std::mutex mutex_;
  mutable std::vector<SpeechChunk> pages_;
};

class ReadingAlong : public testing::Test {
 protected:
  void SetUp() override {
    write_wav(folder_ / "sound.wav", std::vector<std::int16_t>(16000 * 100));
    placed_.words = said();
    placed_.found.assign(kWords, 1);
  }

  // Nobody knows where word `i` is said; it is thought to be a little earlier than it is.
  void lose(std::size_t i) {
    placed_.words[i].start -= 0.1;
    placed_.words[i].end -= 0.2;
    placed_.found[i] = 0;
  }

  void read() {
    const auto wav = Wav::open(folder_ / "sound.wav");
    const std::vector<VoiceSpan> voice = {{0, 100}};
    const Searched sound{*wav, voice, {}, {}};
    ASSERT_TRUE(read_along({engine_, "de", 2}, sound, placed_, [&](double done) { told_.push_back(done); }));
  }

  PrivateFolder folder_;
  PlacedWords placed_;
  Reading engine_;
  std::vector<double> told_;
};

TEST_F(ReadingAlong, FindsWordsBetweenThoseThatWereFound) {
  for (const std::size_t i : {3, 4, 50, 159}) lose(i);
  read();
  EXPECT_EQ(placed_.words, said());
  EXPECT_EQ(placed_.found_share(), 1);
  EXPECT_EQ(told_.back(), 1);
}

TEST_F(ReadingAlong, ReadsOnlyWhereWordsAreMissing) {
  lose(3);
  read();
  EXPECT_THAT(engine_.pages(), SizeIs(1));
}

TEST_F(ReadingAlong, BelievesNoReadingThatPutsFoundWordsElsewhere) {
  lose(3);
  engine_.late = 0.7;
  const auto before = placed_.words;
  read();
  EXPECT_EQ(placed_.words, before);
  EXPECT_EQ(placed_.found[3], 0);
}

TEST_F(ReadingAlong, KeepsWhatIsReadBetweenTheNeighbours) {
  lose(3);
  engine_.late = 0.3;
  read();
  EXPECT_EQ(placed_.found[3], 1);
  EXPECT_LE(placed_.words[3].end, placed_.words[4].start);
  EXPECT_EQ(placed_.words[4], said()[4]);
}

TEST_F(ReadingAlong, DoesNotFindWordsThatNobodyHasTheTimeToSay) {
  lose(3);
  engine_.said_[3].end = engine_.said_[3].start + 0.04;
  read();
  EXPECT_EQ(placed_.found[3], 0);
}

TEST_F(ReadingAlong, FindsNothingWithAnEngineThatCannot) {
  lose(3);
  engine_.can_read = false;
  const auto before = placed_.words;
  read();
  EXPECT_EQ(placed_.words, before);
}

}  // namespace
}  // namespace podpromo
