#include <sys/mount.h>

#include "upload/uploads_fixture.hpp"

namespace podpromo {
namespace {

// Uploads on a disk of one megabyte. Only the administrator can mount one.
class FullDisk : public UploadsTest {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", room.c_str(), "tmpfs", 0, "size=1m") != 0) GTEST_SKIP() << "no disk can be mounted here";
    limits.max_bytes = 10'000'000;
    come_back();
  }
  void TearDown() override {
    store.reset();
    ::umount2(room.c_str(), MNT_DETACH);
  }

  const std::string episode = "ID3" + std::string(900'000, 'x');
};

TEST_F(FullDisk, KeepsWhatCameAndGoesOnWhenThereIsSpaceAgain) {
  const auto upload = made(episode.size());
  ASSERT_TRUE(write_durably(folder / ".incoming" / "filler", std::string(500'000, 'f')));
  auto writer = upload->write({.offset = 0});
  ASSERT_TRUE((*writer)->take(episode.substr(0, 200'000)));
  EXPECT_EQ((*writer)->take(episode.substr(200'000)).error().fault, Fault::no_space);
  writer->reset();

  const std::uint64_t here = upload->stop_and_look()->offset;
  EXPECT_GE(here, 200'000U);
  EXPECT_LT(here, episode.size());
  fs::remove(room / "filler");
  EXPECT_TRUE(sent(*upload, here, std::string_view(episode).substr(here))->complete());
  EXPECT_EQ(bytes_of(), episode);
}

TEST_F(FullDisk, RefusesWhatCannotFit) {
  EXPECT_EQ(store->create({.id = id(), .length = 2'000'000}).error().fault, Fault::no_space);
  EXPECT_EQ(files(), 0U);
}

TEST_F(FullDisk, JoinsNothingWithoutRoomAndKeepsTheParts) {
  part("one", episode.substr(0, 300'000));
  part("two", episode.substr(300'000, 300'000));
  EXPECT_EQ(
      store->join({.id = id("whole"), .metadata = "filename YS5tcDM=", .parts = {id("one"), id("two")}}).error().fault,
      Fault::no_space);
  EXPECT_EQ(bytes_of("whole"), "");
  EXPECT_EQ(bytes_of("one"), episode.substr(0, 300'000));
}

}  // namespace
}  // namespace podpromo
