#include "jobs/room_guard.hpp"

#include <gtest/gtest.h>

#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

const EpisodeId kId = *EpisodeId::parse("abc");

class Deaf final : public StageListener {
 public:
  void began(Stage, const std::string&) override {}
  void advanced(Stage, double, const std::string&) override {}
  void finished(Stage, const std::string&, bool) override {}
};

class RoomGuardTest : public testing::Test {
 protected:
  RoomGuardTest() { EXPECT_TRUE(folders.make()); }
  Result<EpisodeResult> run(const Pipeline& pipeline) {
    return pipeline(kId, {folders.source(kId, "mp3"), folders.work(kId), folders.clips_of(kId), folders.previews(kId)},
                    {}, listener, {});
  }
  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  Deaf listener;
  std::uint64_t free = std::uint64_t{1} << 30;
  StorageRoom narrow{
      folders, {.quota_bytes = 0, .reserve_bytes = 100}, clock, [this](const fs::path&) { return free; }};
};

TEST_F(RoomGuardTest, DoesNotBeginWithoutRoom) {
  bool begun = false;
  free = 1000;
  const auto result = run(within_room(
      [&](auto&&...) {
        begun = true;
        return Result<EpisodeResult>();
      },
      narrow));
  EXPECT_FALSE(begun);
  EXPECT_EQ(result.error().fault, Fault::no_space);
  EXPECT_FALSE(result.error().remedy.empty());
}

TEST_F(RoomGuardTest, LetsWorkThatHasRoomAlone) {
  EXPECT_TRUE(run(within_room([](auto&&...) { return Result<EpisodeResult>(); }, narrow)));
}

TEST_F(RoomGuardTest, StopsWorkThatTouchesTheReserve) {
  const Pipeline fills = [&](const EpisodeId&, const EpisodePlaces&, const ClipWishes&, StageListener& told,
                             const std::stop_token& stop) -> Result<EpisodeResult> {
    free = 99;
    told.began(Stage::render, "");
    if (!stop.stop_requested()) return EpisodeResult();
    return failure(Fault::cancelled, "stopped");
  };
  const auto result = run(within_room(fills, narrow));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "there isn't enough space on the server's disk to work on this episode");
}

TEST_F(RoomGuardTest, ExpectsSoundToGrowAndFilmNot) {
  const fs::path sound = folder / "a.MP3";
  const fs::path film = folder / "a.mp4";
  for (const fs::path& media : {sound, film}) ASSERT_TRUE(write_durably(media, std::string(std::size_t{1} << 20, 'x')));
  EXPECT_EQ(expected_work_bytes(sound), std::uint64_t{20} << 20);
  EXPECT_EQ(expected_work_bytes(film), (std::uint64_t{33} << 20) / 2);
}

}  // namespace
}  // namespace podpromo
