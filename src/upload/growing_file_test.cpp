#include "upload/growing_file.hpp"

#include <gtest/gtest.h>

#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

TEST(GrowingFile, HasTheSizeOfWhatCame) {
  const TestFolder folder;
  {
    auto file = GrowingFile::make(folder / "a");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append("some "));
    ASSERT_TRUE(file->append("bytes"));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(file->size(), 10U);
    EXPECT_EQ(file->beginning(4), "some");
  }
  auto again = GrowingFile::open(folder / "a");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->size(), 10U);
  ASSERT_TRUE(again->append("!"));
  EXPECT_EQ(read_whole(folder / "a"), "some bytes!");
}

TEST(GrowingFile, CanBeCutAndGoesOnFromThere) {
  const TestFolder folder;
  auto file = GrowingFile::make(folder / "a");
  ASSERT_TRUE(file->append("some bytes"));
  ASSERT_TRUE(file->cut_to(5));
  ASSERT_TRUE(file->append("more"));
  EXPECT_EQ(file->size(), 9U);
  EXPECT_EQ(read_whole(folder / "a"), "some more");
}

TEST(GrowingFile, TakesOtherFilesToItsEnd) {
  const TestFolder folder;
  const std::string large(3'000'001, 'x');
  ASSERT_TRUE(write_durably(folder / "b", large));
  auto file = GrowingFile::make(folder / "a");
  ASSERT_TRUE(file->append("a"));
  ASSERT_TRUE(file->append_file(folder / "b"));
  ASSERT_TRUE(file->append("z"));
  EXPECT_EQ(read_whole(folder / "a"), "a" + large + "z");
}

TEST(GrowingFile, IsMadeOnce) {
  const TestFolder folder;
  ASSERT_TRUE(GrowingFile::make(folder / "a"));
  EXPECT_EQ(GrowingFile::make(folder / "a").error().fault, Fault::conflict);
  EXPECT_EQ(GrowingFile::open(folder / "b").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace podpromo
