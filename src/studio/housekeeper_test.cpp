#include "studio/housekeeper.hpp"

#include "jobs/workshop_fixture.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;

TEST(FirstSweep, WaitsWhileALinkOfAnEarlierLifeMayBeOpen) {
  const auto now = std::chrono::system_clock::now();
  EXPECT_EQ(wait_before_first_sweep(std::nullopt, now), 0s);
  EXPECT_EQ(wait_before_first_sweep(now - 1h, now), 0s);
  EXPECT_EQ(wait_before_first_sweep(now - 5min, now), 600s);
  EXPECT_EQ(wait_before_first_sweep(now + 1h, now), 600s);
}

class HousekeeperTest : public WorkshopTest {};

TEST_F(HousekeeperTest, SweepsWhenItStarts) {
  build();
  ASSERT_TRUE(episodes.add({.id = id("old"), .created_at = clock.now() - 48h}));
  const auto lock = DataLock::take(folders);
  ASSERT_TRUE(lock);
  Retention retention({episodes, *workshop, clock}, {.keep = 24h});
  StorageRoom room(folders, {}, clock);
  Housekeeper keeper({folders, *lock, episodes, retention, room, clock});

  keeper.start();
  while (episodes.find(id("old"))) std::this_thread::yield();
  keeper.stop();
}

}  // namespace
}  // namespace podpromo
