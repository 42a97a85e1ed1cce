#include "storage/artefacts.hpp"

#include <gtest/gtest.h>

#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

class ArtefactsTest : public testing::Test {
 protected:
  TestFolder folder;
  Artefacts artefacts{folder / "work"};
};

TEST_F(ArtefactsTest, MakesAnArtefactOnce) {
  int made = 0;
  const auto make = [&]() -> Result<int> { return ++made; };
  EXPECT_EQ(artefacts.once("10_x", "key", make), 1);
  EXPECT_EQ(artefacts.once("10_x", "key", make), 1);
  EXPECT_EQ(made, 1);
}

TEST_F(ArtefactsTest, MakesItAnewForAnotherKeyOrWhenDamaged) {
  int made = 0;
  const auto make = [&]() -> Result<int> { return ++made; };
  ASSERT_TRUE(artefacts.once("10_x", "key", make));
  EXPECT_EQ(artefacts.once("10_x", "other", make), 2);
  ASSERT_TRUE(write_durably(artefacts.file("10_x"), "{\"stage\":\"10_x\",\"key\":\"oth"));
  EXPECT_EQ(artefacts.once("10_x", "other", make), 3);
}

TEST_F(ArtefactsTest, LeavesNothingWhenMakingFails) {
  const auto failing = []() -> Result<int> { return failure(Fault::internal, "no"); };
  EXPECT_FALSE(artefacts.once("10_x", "key", failing));
  EXPECT_FALSE(fs::exists(artefacts.file("10_x")));
}

TEST_F(ArtefactsTest, ShowsAnArtefactToThoseWhoDoNotKnowItsKey) {
  ASSERT_TRUE(artefacts.keep("10_x", "key", 7));
  EXPECT_EQ(artefacts.peek<int>("10_x"), 7);
  EXPECT_EQ(artefacts.peek<std::string>("10_x"), std::nullopt);
  EXPECT_EQ(artefacts.peek<int>("20_y"), std::nullopt);
}

TEST_F(ArtefactsTest, GivesTheFirstTimeWhatItGivesLater) {
  const auto make = []() -> Result<Sound> {
    Sound sound;
    sound.duration_s = 75.0116875;
    return sound;
  };
  const auto first = artefacts.once("20_sound", "key", make);
  const auto later = artefacts.once("20_sound", "key", make);
  ASSERT_TRUE(first && later);
  EXPECT_EQ(first->duration_s, later->duration_s);
}

TEST_F(ArtefactsTest, ForgetsAnArtefactWhoseFileIsMadeAnew) {
  ASSERT_TRUE(artefacts.keep("20_sound", "key", 7));
  EXPECT_TRUE(artefacts.forget("20_sound"));
  EXPECT_EQ(artefacts.load<int>("20_sound", "key"), std::nullopt);
  EXPECT_TRUE(artefacts.forget("20_sound"));
}

TEST(ArtefactKey, DependsOnEveryPartAndItsPlace) {
  EXPECT_EQ(artefact_key({"a", "b"}), artefact_key({"a", "b"}));
  EXPECT_NE(artefact_key({"a", "b"}), artefact_key({"ab"}));
  EXPECT_NE(artefact_key({"a", "b"}), artefact_key({"b", "a"}));
}

}  // namespace

}  // namespace podpromo
