#include "storage/episode_record.hpp"

#include <gtest/gtest.h>

#include "storage/fake_episode_store.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

class RecordTest : public testing::Test {
 protected:
  RecordTest() { EXPECT_TRUE(folders.make()); }

  Episode uploaded(const std::string& name) {
    Episode episode{.id = *EpisodeId::parse(name), .title = "Bees", .filename = "bees.mp3", .extension = "mp3"};
    episode.bytes = 12;
    episode.created_at = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'790'000'000'123));
    episode.wishes = {{"language", "en"}};
    EXPECT_TRUE(write_durably(folders.source(episode.id, "mp3"), "twelve bytes"));
    EXPECT_TRUE(save_record(folders, episode));
    return episode;
  }

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeEpisodeStore store;
};

TEST_F(RecordTest, BringsBackWhatTheStoreLost) {
  const Episode episode = uploaded("abc");

  const auto adopted = adopt_records(folders, store);

  ASSERT_TRUE(adopted);
  ASSERT_EQ(adopted->size(), 1U);
  const auto found = store.find(episode.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->filename, "bees.mp3");
  EXPECT_EQ(found->created_at, episode.created_at);
  EXPECT_EQ(found->wishes, episode.wishes);
}

TEST_F(RecordTest, LeavesAloneWhatTheStoreKnows) {
  const Episode episode = uploaded("abc");
  ASSERT_TRUE(store.add(episode));
  ASSERT_TRUE(store.rename(episode.id, "Better title", ""));
  EXPECT_TRUE(adopt_records(folders, store)->empty());
  EXPECT_EQ(store.find(episode.id)->title, "Better title");
}

TEST_F(RecordTest, PassesOverFoldersWithoutMedia) {
  ASSERT_TRUE(make_folder(folders.uploads / "empty"));
  const Episode without_media = uploaded("nomedia");
  fs::remove(folders.source(without_media.id, "mp3"));
  EXPECT_TRUE(adopt_records(folders, store)->empty());
}

TEST_F(RecordTest, ClearsAwayWhatACrashLeftBeforeAnyMediaHadCome) {
  const Episode recorded = uploaded("0123456789abcdef0123456789abcdef");
  fs::remove(folders.source(recorded.id, "mp3"));
  const fs::path bare = folders.uploads / "fedcba9876543210fedcba9876543210";
  ASSERT_TRUE(make_folder(bare));
  const fs::path of_somebody_else = folders.uploads / "empty";
  ASSERT_TRUE(make_folder(of_somebody_else));
  EXPECT_TRUE(adopt_records(folders, store)->empty());
  EXPECT_FALSE(fs::exists(folders.episode(recorded.id)));
  EXPECT_FALSE(fs::exists(bare));
  EXPECT_TRUE(fs::exists(of_somebody_else));
}

TEST_F(RecordTest, KeepsMediaWhoseRecordIsDamagedOrWasNeverWritten) {
  const Episode damaged = uploaded("damaged");
  ASSERT_TRUE(write_durably(folders.record(damaged.id), "{\"version\":"));
  const EpisodeId unnamed = *EpisodeId::parse("unnamed");
  ASSERT_TRUE(write_durably(folders.source(unnamed, "wav"), "twelve bytes"));

  EXPECT_EQ(adopt_records(folders, store)->size(), 2U);

  const auto found = store.find(unnamed);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "Upload without a name");
  EXPECT_EQ(found->extension, "wav");
  EXPECT_EQ(found->bytes, 12U);
  EXPECT_TRUE(load_record(folders, unnamed));
}

}  // namespace

}  // namespace podpromo
