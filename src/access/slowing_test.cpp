#include "access/slowing.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

using namespace std::chrono_literals;

class SlowingTest : public testing::Test {
 protected:
  Guess wrong(const std::string& peer) {
    return slowing.attempt(peer, now, [] { return false; });
  }
  Guess right(const std::string& peer) {
    return slowing.attempt(peer, now, [] { return true; });
  }
  // So many in a row, none of which had to wait.
  void fail(int times, const std::string& peer = "10.0.0.1") {
    for (int i = 0; i < times; ++i) EXPECT_EQ(wrong(peer).wait, 0s);
  }

  Slowing slowing;
  Slowing::Time now{1h};
};

TEST_F(SlowingTest, LetsAPersonMistype) {
  fail(4);
  EXPECT_TRUE(right("10.0.0.1").right);
}

TEST_F(SlowingTest, DoublesTheWaitWithEveryFailure) {
  fail(5);
  EXPECT_EQ(wrong("10.0.0.1").wait, 1s);
  now += 1s;
  fail(1);
  EXPECT_EQ(wrong("10.0.0.1").wait, 2s);
  now += 2s;
  fail(1);
  EXPECT_EQ(wrong("10.0.0.1").wait, 4s);
}

TEST_F(SlowingTest, NeverMakesAnybodyWaitLongerThanFiveMinutes) {
  for (int i = 0; i < 40; ++i, now += 300s) fail(1);
  fail(1);
  EXPECT_EQ(wrong("10.0.0.1").wait, 300s);
}

TEST_F(SlowingTest, DoesNotEvenLookAtARightSecretDuringTheWait) {
  fail(5);
  const Guess guess = right("10.0.0.1");
  EXPECT_FALSE(guess.right);
  EXPECT_EQ(guess.wait, 1s);
}

TEST_F(SlowingTest, ForgetsAfterARightOne) {
  fail(4);
  EXPECT_TRUE(right("10.0.0.1").right);
  EXPECT_TRUE(slowing.calm());
  fail(5);
}

TEST_F(SlowingTest, ForgetsAfterAQuarterOfAnHour) {
  fail(5);
  now += 1s + 15min + 1s;
  fail(5);
}

TEST_F(SlowingTest, LeavesOthersAlone) {
  fail(5, "10.0.0.1");
  EXPECT_TRUE(right("10.0.0.2").right);
}

TEST_F(SlowingTest, TakesANetworkOfIpv6ForOnePeer) {
  fail(4, "2001:db8::1");
  fail(1, "2001:db8::2");
  EXPECT_EQ(wrong("2001:db8::3").wait, 1s);
  EXPECT_EQ(wrong("2001:db8:0:1::3").wait, 0s);
}

TEST_F(SlowingTest, KnowsAnIpv4AddressInEitherForm) {
  fail(5, "::ffff:10.0.0.1");
  EXPECT_EQ(wrong("10.0.0.1").wait, 1s);
  EXPECT_EQ(wrong("::ffff:10.0.0.2").wait, 0s);
}

TEST_F(SlowingTest, HoldsTheRestTogetherWhenThereAreTooMany) {
  for (std::size_t i = 0; i < Slowing::kMostPeers; ++i) wrong("peer " + std::to_string(i));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(wrong("another " + std::to_string(i)).wait, 0s);
  EXPECT_EQ(wrong("one more").wait, 1s);
  now += 1h;
  EXPECT_EQ(wrong("one more").wait, 0s);
}

TEST_F(SlowingTest, CountsAttemptsThatComeAtOnce) {
  std::atomic<int> looked_at = 0;
  {
    std::vector<std::jthread> guessers;
    for (int i = 0; i < 16; ++i)
      guessers.emplace_back([&] {
        slowing.attempt("10.0.0.1", now, [&] {
          ++looked_at;
          return false;
        });
      });
  }
  EXPECT_EQ(looked_at, 5);
}

}  // namespace
}  // namespace podpromo
