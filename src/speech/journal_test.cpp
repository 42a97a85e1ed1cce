#include "speech/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/private_folder.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Word kHello{.text = "Hello,", .start = 1.25, .end = 1.5, .probability = 0.9012};
const Word kWorld{.text = "„Wörld”", .start = 1.5, .end = 2.125, .probability = 1};
const Filler kFiller{2.13, 2.421};

class JournalFile : public testing::Test {
 protected:
  // What a search for voice and a group of two chunks leave on disk.
  void write_findings() {
    auto journal = Journal::open(file_, "key");
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->add_voice({{0.1, 2.5}, {3, 4}}));
    ASSERT_TRUE(journal->add_chunks({{0, {"en", {}}}, {1, {"de", {kHello, kWorld}, {kFiller}}}}));
  }

  PrivateFolder folder_;
  fs::path file_ = folder_ / "words.journal";
};

TEST_F(JournalFile, BeginsEmpty) {
  const auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->findings().voice);
  EXPECT_THAT(journal->findings().chunks, IsEmpty());
}

TEST_F(JournalFile, GivesBackEveryFindingUnchanged) {
  write_findings();
  const auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_THAT(*journal->findings().voice, ElementsAre(VoiceSpan{0.1, 2.5}, VoiceSpan{3, 4}));
  EXPECT_EQ(journal->findings().chunks.at(1), (ChunkWords{"de", {kHello, kWorld}, {kFiller}}));
  EXPECT_EQ(journal->findings().chunks.at(0), (ChunkWords{"en", {}}));
}

TEST_F(JournalFile, GivesBackWhoSpeaks) {
  {
    auto journal = Journal::open(file_, "key");
    ASSERT_TRUE(journal);
    EXPECT_FALSE(journal->findings().turns);
    ASSERT_TRUE(journal->add_turns({{0.1, 1.25, 0}, {1.5, 2.5, 1}}));
  }
  const auto again = Journal::open(file_, "key");
  ASSERT_TRUE(again);
  EXPECT_THAT(*again->findings().turns, ElementsAre(SpeakerTurn{0.1, 1.25, 0}, SpeakerTurn{1.5, 2.5, 1}));
}

TEST_F(JournalFile, IsReadableByThoseWhoOnlyLook) {
  write_findings();
  EXPECT_THAT(read_findings(file_).chunks.at(1).words, ElementsAre(kHello, kWorld));
}

TEST_F(JournalFile, StartsAnewForAnotherKey) {
  write_findings();
  const auto journal = Journal::open(file_, "another key");
  ASSERT_TRUE(journal);
  EXPECT_THAT(journal->findings().chunks, IsEmpty());
  EXPECT_THAT(read_findings(file_).chunks, IsEmpty());
}

TEST_F(JournalFile, ForgetsALineThatACrashCutShortAndGoesOnAfterTheLastWholeOne) {
  write_findings();
  const std::string whole = *read_whole(file_);
  folder_.write("words.journal", whole + R"({"chunk":2,"language":"en","words":[["Hel)");
  auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->findings().chunks.contains(2));
  ASSERT_TRUE(journal->add_chunks({{2, {"en", {kHello}}}}));
  EXPECT_THAT(read_findings(file_).chunks.at(2).words, ElementsAre(kHello));
}

TEST_F(JournalFile, KeepsTheFirstChunksOfAGroupThatACrashCutShort) {
  write_findings();
  const std::string whole = *read_whole(file_);
  folder_.write("words.journal", whole.substr(0, whole.size() - 9));
  const auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->findings().chunks.contains(0));
  EXPECT_FALSE(journal->findings().chunks.contains(1));
}

TEST_F(JournalFile, ForgetsEverythingAfterADamagedLine) {
  write_findings();
  std::string damaged = *read_whole(file_);
  damaged.insert(damaged.find(R"({"chunk":0)"), "rubbish\n");
  folder_.write("words.journal", damaged);
  const auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->findings().voice);
  EXPECT_THAT(journal->findings().chunks, IsEmpty());
}

TEST_F(JournalFile, StartsAnewWhenTheFileIsSomethingElse) {
  folder_.write("words.journal", std::string("\0\x01\x02 not a journal", 17));
  const auto journal = Journal::open(file_, "key");
  ASSERT_TRUE(journal);
  EXPECT_THAT(journal->findings().chunks, IsEmpty());
}

TEST_F(JournalFile, HoldsNothingWhenItIsNotThere) {
  EXPECT_THAT(read_findings(file_).chunks, IsEmpty());
  EXPECT_FALSE(read_findings(file_).voice);
}

}  // namespace
}  // namespace podpromo
