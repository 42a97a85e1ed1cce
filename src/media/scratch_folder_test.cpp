#include "media/scratch_folder.hpp"

#include <cstdlib>

#include "media/made_media.hpp"

namespace podpromo {
namespace {

TEST(ScratchFolder, GoesWithItsOwner) {
  fs::path path;
  {
    const auto scratch = ScratchFolder::make();
    ASSERT_TRUE(scratch);
    path = scratch->path();
    ASSERT_TRUE(write_durably(path / "captions.ass", "x"));
  }
  EXPECT_FALSE(fs::exists(path));
}

class ScratchFolders : public MadeMedia {};

// Where no other test tidies up meanwhile.
TEST_F(ScratchFolders, OfOneWhoWasKilledGoesWithTheNext) {
  ::setenv("TMPDIR", folder_.c_str(), 1);
  const auto living = ScratchFolder::make();
  ASSERT_TRUE(living);
  std::string left = (fs::temp_directory_path() / "podpromo-scratch-XXXXXX").string();
  ASSERT_NE(::mkdtemp(left.data()), nullptr);
  ASSERT_TRUE(write_durably(fs::path(left) / "captions.ass", "x"));

  const auto next = ScratchFolder::make();

  ASSERT_TRUE(next);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(living->path()));
  ::unsetenv("TMPDIR");
}

}  // namespace
}  // namespace podpromo
