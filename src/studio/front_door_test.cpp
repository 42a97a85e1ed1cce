#include "studio/front_door.hpp"

#include <gtest/gtest.h>

#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

class FrontDoor : public testing::Test {
 protected:
  FrontDoor() { settings.folders = folder.folders(); }

  TestFolder folder;
  FakeClock clock;
  Settings settings;
};

TEST_F(FrontDoor, IsOnThisMachineOnly) {
  for (const auto* host : {"127.0.0.1", "127.1.2.3", "::1", "localhost", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const auto* host : {"0.0.0.0", "::", "192.168.1.5", "127.evil.example", "127.0.0.1.evil.example", ""})
    EXPECT_FALSE(is_loopback(host)) << host;
}

TEST_F(FrontDoor, AsksNobodyOnThisMachine) {
  const auto access = open_access(settings, clock);
  ASSERT_TRUE(access);
  EXPECT_EQ(*access, nullptr);
}

TEST_F(FrontDoor, AsksForATokenThatWasChosenOnThisMachineToo) {
  settings.token = "a-token-that-is-long-enough";
  const auto access = open_access(settings, clock);
  ASSERT_TRUE(access);
  EXPECT_TRUE((*access)->try_token(settings.token, "127.0.0.1").right);
}

TEST_F(FrontDoor, StaysShutForOthersWithoutAToken) {
  settings.host = "0.0.0.0";
  const auto access = open_access(settings, clock);
  ASSERT_FALSE(access);
  EXPECT_EQ(access.error().fault, Fault::bad_request);
}

TEST_F(FrontDoor, OpensForOthersWithTheTokenThatWasMade) {
  settings.host = "0.0.0.0";
  const auto token = make_token(settings.folders.outputs, clock);
  ASSERT_TRUE(token);
  const auto access = open_access(settings, clock);
  ASSERT_TRUE(access);
  EXPECT_TRUE((*access)->try_token(*token, "10.0.0.1").right);
}

}  // namespace
}  // namespace podpromo
