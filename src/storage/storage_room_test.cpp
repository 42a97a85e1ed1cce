#include "storage/storage_room.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "storage/folder_probe.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

const EpisodeId kId = *EpisodeId::parse("abc");

class RoomTest : public testing::Test {
 protected:
  RoomTest() { EXPECT_TRUE(folders.make()); }
  static void write(const fs::path& file, std::size_t bytes) {
    ASSERT_TRUE(write_durably(file, std::string(bytes, 'x')));
  }
  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  StorageRoom room{folders, {.quota_bytes = 1000, .reserve_bytes = 0}, clock};
};

TEST_F(RoomTest, CountsEverythingOfAnEpisodeOnce) {
  write(folders.source(kId, "mp3"), 1);
  write(folders.work(kId) / "20_sound.wav", 2);
  write(folders.clips_of(kId) / "a.mp4", 4);
  write(folders.previews(kId) / "a.mp4", 8);
  write(folders.transcript(kId), 16);
  write(folders.log(kId), 32);
  write(folders.uploads / ".trash" / "old-0" / "source.mp3", 64);
  write(folders.uploads / ".resumable" / "some-upload", 128);
  EXPECT_EQ(bytes_of_episodes(folders), 255u);
}

TEST_F(RoomTest, CountsNoDatabaseAndNothingBehindALink) {
  write(folders.database(), 100);
  write(folder / "elsewhere" / "large", 100);
  fs::create_directory_symlink(folder / "elsewhere", folders.uploads / "link");
  EXPECT_EQ(bytes_of_episodes(folders), 0u);
}

TEST_F(RoomTest, CountsFoldersThatAreLinksThemselves) {
  write(folder / "big-disk" / "abc" / "source.mp3", 100);
  folders.uploads = folder / "link";
  fs::create_directory_symlink(folder / "big-disk", folders.uploads);
  EXPECT_EQ(bytes_of_episodes(folders), 100u);
}

TEST_F(RoomTest, RefusesWhatGoesOverTheQuota) {
  write(folders.source(kId, "mp3"), 600);
  EXPECT_TRUE(room.claim(400));
  const auto refused = room.claim(401);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::no_space);
  EXPECT_FALSE(room.claim(~std::uint64_t{0}));
}

TEST_F(RoomTest, KeepsThePromisesItGave) {
  auto claim = room.claim(900);
  ASSERT_TRUE(claim);
  EXPECT_FALSE(room.claim(200));
  EXPECT_FALSE(claim->grow_to(1001));
  EXPECT_TRUE(claim->grow_to(1000));
  claim->shrink_to(100);
  EXPECT_TRUE(room.claim(900));
  claim = {};
  EXPECT_EQ(room.claimed(), 0u);
}

TEST_F(RoomTest, PromisesNothingTwiceThoughManyAskAtOnce) {
  // Whoever looks at the disk lets the others look, too.
  const auto slowly = [](const fs::path&) {
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    return std::uint64_t{1} << 40;
  };
  StorageRoom busy{folders, {.quota_bytes = 1000, .reserve_bytes = 0}, clock, slowly};
  std::vector<Result<StorageRoom::Claim>> claims(8);
  {
    std::vector<std::jthread> clients;
    for (auto& claim : claims) clients.emplace_back([&] { claim = busy.claim(600); });
  }
  EXPECT_EQ(std::ranges::count_if(claims, [](const auto& claim) { return claim && claim->bytes() == 600; }), 1);
  EXPECT_EQ(busy.claimed(), 600u);
}

TEST_F(RoomTest, CountsWhatOthersHoldAlsoWhenAClaimGrows) {
  std::uint64_t held = 300;
  auto claim = room.claim(700, [&] { return held; });
  ASSERT_TRUE(claim);
  EXPECT_FALSE(room.claim(1, [&] { return held; }));
  EXPECT_FALSE(claim->grow_to(701));
  held = 0;
  EXPECT_TRUE(claim->grow_to(1000));
}

TEST_F(RoomTest, CountsNothingAnewForAClaimThatWasHandedOver) {
  auto claim = room.claim(900);
  ASSERT_TRUE(claim);
  write(folders.source(kId, "mp3"), 900);
  claim->hand_over();
  EXPECT_EQ(room.claimed(), 0u);
  claim = {};
  EXPECT_EQ(room.used(), 0u);
}

TEST_F(RoomTest, CountsAgainWhenAnUploadHasEnded) {
  {
    const auto claim = room.claim(900);
    write(folders.source(kId, "mp3"), 900);
  }
  EXPECT_FALSE(room.claim(200));
}

TEST_F(RoomTest, CountsAgainAfterAWhileOnly) {
  EXPECT_EQ(room.used(), 0u);
  write(folders.source(kId, "mp3"), 900);
  EXPECT_EQ(room.used(), 0u);
  clock.pass(std::chrono::seconds(11));
  EXPECT_EQ(room.used(), 900u);
}

TEST_F(RoomTest, LeavesTheReserveFree) {
  StorageRoom narrow{folders, {.reserve_bytes = 100}, clock, [](const fs::path&) { return 300; }};
  const auto promised = narrow.claim(150);
  EXPECT_TRUE(promised);
  const auto refused = narrow.claim(51);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "there isn't enough space on the server's disk for this file");
  EXPECT_TRUE(narrow.fits(200));
  EXPECT_FALSE(narrow.fits(201));
}

TEST_F(RoomTest, AProbeLeavesNothing) {
  EXPECT_TRUE(probe_folder(folders.logs));
  EXPECT_TRUE(fs::is_empty(folders.logs));
  EXPECT_FALSE(probe_folder(folder / "missing"));
  EXPECT_FALSE(probe_folder("/proc"));
}

TEST_F(RoomTest, AFolderThatIsNotThereIsJudgedByTheOneAboveIt) {
  const auto facts = look_at_folder(folder / "a" / "b" / "c");
  ASSERT_TRUE(facts);
  EXPECT_FALSE(facts->there);
  EXPECT_TRUE(facts->is_folder);
  EXPECT_TRUE(facts->may_write);
  EXPECT_EQ(facts->nearest, folder.path());
}

TEST_F(RoomTest, AFileWhereAFolderShouldBeIsSeen) {
  write(folder / "file", 1);
  const auto facts = look_at_folder(folder / "file" / "uploads");
  ASSERT_TRUE(facts);
  EXPECT_FALSE(facts->there);
  EXPECT_FALSE(facts->is_folder);
}

TEST_F(RoomTest, ALinkToNowhereIsNoFolder) {
  fs::create_directory_symlink("/proc/nowhere", folder / "link");
  const auto facts = look_at_folder(folder / "link" / "uploads");
  ASSERT_TRUE(facts);
  EXPECT_FALSE(facts->is_folder);
  EXPECT_EQ(facts->nearest, folder / "link");
}

TEST_F(RoomTest, TwoNamesOfOnePlaceAreOnePlace) {
  fs::create_directory_symlink(folders.uploads, folder / "link");
  EXPECT_EQ(real_place(folder / "link" / "new"), folders.uploads / "new");
  EXPECT_TRUE(lies_within(real_place(folder / "link/x/"), real_place(folders.uploads / ".")));
  EXPECT_FALSE(lies_within(folder / "uploads-more", folders.uploads));
}

}  // namespace
}  // namespace podpromo
