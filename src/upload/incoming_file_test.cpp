#include "upload/incoming_file.hpp"

#include <gtest/gtest.h>

#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

const std::string kMp3 = "ID3" + std::string(8000, 'x');

class IncomingFileTest : public testing::Test {
 protected:
  Result<IncomingFile> begin(std::string_view client_name, std::uint64_t announced = 0) {
    return IncomingFile::begin(folder / "waiting", "abc", {client_name, announced}, limits);
  }
  // Nothing lies in the room, drafts included.
  bool nothing_waits() { return !fs::exists(folder / "waiting") || fs::is_empty(folder / "waiting"); }

  TestFolder folder;
  UploadLimits limits{.max_bytes = 10000, .free_space_reserve = 0};
};

TEST_F(IncomingFileTest, ArrivesWholeAndGoesWithItsObject) {
  {
    auto file = begin("An Episode.MP3");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->extension(), "mp3");
    ASSERT_TRUE(file->take(kMp3.substr(0, 1)));
    ASSERT_TRUE(file->take(kMp3.substr(1)));
    ASSERT_TRUE(file->finish());
    EXPECT_EQ(file->bytes(), kMp3.size());
    EXPECT_EQ(read_whole(file->path()).value(), kMp3);
  }
  EXPECT_TRUE(nothing_waits());
}

TEST_F(IncomingFileTest, LeavesNothingWithoutItsEnd) {
  {
    auto file = begin("a.mp3");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->take(kMp3));
    EXPECT_FALSE(nothing_waits());
  }
  EXPECT_TRUE(nothing_waits());
}

TEST_F(IncomingFileTest, IsRefusedOverTheLimit) {
  EXPECT_EQ(begin("a.mp3", 10001).error().fault, Fault::too_large);
  auto file = begin("a.mp3");
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->take(kMp3));
  EXPECT_EQ(file->take(kMp3).error().fault, Fault::too_large);
}

TEST_F(IncomingFileTest, IsRefusedByItsName) {
  for (const auto* name : {"a.txt", "a", "", ".mp3", "a.mp3.exe", "mp3"})
    EXPECT_EQ(begin(name).error().fault, Fault::unsupported_media) << name;
  EXPECT_TRUE(nothing_waits());
}

TEST_F(IncomingFileTest, IsRefusedByItsFirstBytes) {
  {
    auto file = begin("a.mp3");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->take(std::string(5000, 'z')).error().fault, Fault::unsupported_media);
  }
  auto small = begin("b.mp3");
  ASSERT_TRUE(small);
  ASSERT_TRUE(small->take("<html>"));
  EXPECT_EQ(small->finish().error().fault, Fault::unsupported_media);
}

TEST_F(IncomingFileTest, IsRefusedWhenItIsEmpty) {
  auto file = begin("a.mp3");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->finish().error().fault, Fault::bad_request);
}

TEST_F(IncomingFileTest, IsRefusedWhenTheDiskHasNoRoom) {
  limits.free_space_reserve = std::uint64_t{1} << 60;
  EXPECT_EQ(begin("a.mp3").error().fault, Fault::no_space);
  EXPECT_TRUE(nothing_waits());
}

}  // namespace
}  // namespace podpromo
