#include "storage/sqlite/database_check.hpp"

#include <gtest/gtest.h>

#include "storage/sqlite/database.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

class DatabaseCheck : public testing::Test {
 protected:
  DatabaseCheck() { fs::create_directory(folder / "scratch"); }
  std::unique_ptr<Database> opened() { return std::move(open_database(file, clock)).value(); }
  // Names and sizes beside the database.
  std::map<std::string, std::uintmax_t> beside() const {
    std::map<std::string, std::uintmax_t> found;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      if (entry.is_regular_file()) found[entry.path().filename()] = entry.file_size();
    return found;
  }
  TestFolder folder;
  FakeClock clock;
  fs::path file = folder / "podpromo.db";
};

TEST_F(DatabaseCheck, IsContentWithAGoodOneAndLeavesItAlone) {
  opened().reset();
  const auto before = beside();
  EXPECT_TRUE(check_database_at_rest(file, folder / "scratch"));
  EXPECT_EQ(beside(), before);
}

TEST_F(DatabaseCheck, IsContentWithOneThatIsInUse) {
  const auto database = opened();
  ASSERT_TRUE(database->episodes().add({.id = EpisodeId::random()}));
  EXPECT_TRUE(check_database_in_use(file));
  ASSERT_TRUE(database->episodes().add({.id = EpisodeId::random()}));
}

TEST_F(DatabaseCheck, FindsADamagedOne) {
  opened().reset();
  fs::resize_file(file, 5000);
  const auto checked = check_database_at_rest(file, folder / "scratch");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().fault, Fault::internal);
  EXPECT_EQ(checked.error().reason, "the database is damaged");
}

TEST_F(DatabaseCheck, FindsWhatIsNoDatabase) {
  ASSERT_TRUE(write_durably(file, std::string(5000, 'x')));
  EXPECT_EQ(check_database_at_rest(file, folder / "scratch").error().reason, "the database is damaged");
}

}  // namespace
}  // namespace podpromo
