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
  ASSERT_TRUE(artefacts.save("10_x", "key", 7));
  EXPECT_EQ(artefacts.peek<int>("10_x"), 7);
  EXPECT_EQ(artefacts.peek<std::string>("10_x"), std::nullopt);
  EXPECT_EQ(artefacts.peek<int>("20_y"), std::nullopt);
}

TEST(ArtefactKey, DependsOnEveryPartAndItsPlace) {
  EXPECT_EQ(artefact_key({"a", "b"}), artefact_key({"a", "b"}));
  EXPECT_NE(artefact_key({"a", "b"}), artefact_key({"ab"}));
  EXPECT_NE(artefact_key({"a", "b"}), artefact_key({"b", "a"}));
}

}  // namespace

}  // namespace podpromo
