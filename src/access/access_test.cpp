#include "access/access.hpp"

#include <cstdlib>
#include <new>

#include <gmock/gmock.h>

#include "access/access_fixture.hpp"

namespace {

std::size_t& allocations() {
  thread_local std::size_t count = 0;
  return count;
}

}  // namespace

// Counted, to see that a request that passes takes none. NOLINTBEGIN(cppcoreguidelines-no-malloc)
void* operator new(std::size_t size) {
  ++allocations();
  if (void* room = std::malloc(size)) return room;
  throw std::bad_alloc();
}
void operator delete(void* room) noexcept { std::free(room); }
void operator delete(void* room, std::size_t) noexcept { std::free(room); }
// NOLINTEND(cppcoreguidelines-no-malloc)

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class AccessTest : public InAFolder {
 protected:
  std::string made() { return make_token(folder, clock).value(); }
  std::unique_ptr<Access> opened() { return std::move(Access::with_made_token(folder, clock)).value(); }
  std::unique_ptr<Access> chosen(const std::string& token) {
    return std::move(Access::with_chosen_token(token, folder, clock)).value();
  }
};

TEST_F(AccessTest, TakesTheTokenThatWasMadeAndNoOther) {
  const std::string token = made();
  const auto access = opened();

  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);
  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);
  for (const std::string& wrong : {std::string{}, token + "a", token.substr(1), std::string(200, 'a')})
    EXPECT_FALSE(access->try_token(wrong, "10.0.0.2").right) << wrong;
}

TEST_F(AccessTest, TakesNoTokenBeforeOneWasMade) {
  EXPECT_EQ(Access::with_made_token(folder, clock).error().fault, Fault::not_found);
}

TEST_F(AccessTest, TakesATokenThatSomebodyChose) {
  const auto access = chosen("a-token-of-my-own");
  EXPECT_FALSE(access->try_token("another one, as long", "10.0.0.1").right);
}

TEST_F(AccessTest, RefusesAChosenTokenThatCouldBeGuessedOrSentToNobody) {
  for (const std::string& bad : {std::string{}, std::string("fifteen-letters"), std::string("sixteen letters!"),
                                 std::string("sixteen-letters\n"), std::string(129, 'a')}) {
    const auto access = Access::with_chosen_token(bad, folder, clock);
    ASSERT_FALSE(access);
    EXPECT_EQ(access.error().fault, Fault::bad_request);
    EXPECT_THAT(access.error().reason + access.error().remedy + access.error().detail, Not(HasSubstr("letters!")));
  }
}

TEST_F(AccessTest, MakesWhoeverGuessesWait) {
  const std::string token = made();
  const auto access = opened();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(access->try_token("wrong", "10.0.0.1").right);

  EXPECT_EQ(access->try_token(token, "10.0.0.1").wait, 1s);
  EXPECT_TRUE(access->try_token(token, "10.0.0.2").right);
  clock.pass(1s);
  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);
}

TEST_F(AccessTest, MakesAGuesserWaitThoughItsNeighbourIsKnown) {
  const std::string token = made();
  const auto access = opened();
  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(access->try_token("wrong", "10.0.0.1").right);

  EXPECT_EQ(access->try_token(token, "10.0.0.1").wait, 1s);
}

TEST_F(AccessTest, KnowsACookieForThirtyDaysAndOverRestarts) {
  made();
  const std::string cookie = opened()->sign_in().value();
  const auto access = opened();

  EXPECT_TRUE(access->is_signed_in(cookie));
  clock.pass(Access::kSignInLife - 1s);
  EXPECT_TRUE(access->is_signed_in(cookie));
  clock.pass(1s);
  EXPECT_FALSE(access->is_signed_in(cookie));
  EXPECT_FALSE(opened()->is_signed_in(cookie));
}

TEST_F(AccessTest, KnowsNoCookieThatItDidNotGive) {
  made();
  const auto access = opened();
  const std::string cookie = access->sign_in().value();

  for (const std::string& wrong : {std::string{}, cookie + "a", cookie.substr(1), std::string(5000, 'a')})
    EXPECT_FALSE(access->is_signed_in(wrong)) << wrong;
}

TEST_F(AccessTest, NeverTakesACookieForATokenOrTheOtherWayRound) {
  const std::string token = made();
  const auto access = opened();
  const std::string cookie = access->sign_in().value();
  EXPECT_TRUE(access->is_signed_in(cookie));
  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);

  EXPECT_FALSE(access->try_token(cookie, "10.0.0.1").right);
  EXPECT_FALSE(access->is_signed_in(token));
}

TEST_F(AccessTest, ForgetsACookieWhenItsOwnerSignsOut) {
  made();
  const auto access = opened();
  const std::string cookie = access->sign_in().value();
  const std::string other = access->sign_in().value();
  EXPECT_TRUE(access->is_signed_in(cookie));

  EXPECT_TRUE(access->sign_out(cookie));

  EXPECT_FALSE(access->is_signed_in(cookie));
  EXPECT_FALSE(opened()->is_signed_in(cookie));
  EXPECT_TRUE(access->is_signed_in(other));
}

TEST_F(AccessTest, TakesBackTokenAndCookiesWhenANewTokenIsMade) {
  const std::string before = made();
  const auto access = opened();
  const std::string cookie = access->sign_in().value();
  EXPECT_TRUE(access->is_signed_in(cookie));
  EXPECT_TRUE(access->try_token(before, "10.0.0.1").right);

  const std::string after = made();
  clock.pass(1s);

  EXPECT_FALSE(access->is_signed_in(cookie));
  EXPECT_FALSE(access->try_token(before, "10.0.0.1").right);
  EXPECT_TRUE(access->try_token(after, "10.0.0.1").right);
}

TEST_F(AccessTest, TakesBackCookiesWhenAnotherTokenIsChosen) {
  const std::string cookie = chosen("the-first-one-chosen")->sign_in().value();
  EXPECT_TRUE(chosen("the-first-one-chosen")->is_signed_in(cookie));
  EXPECT_FALSE(chosen("the-second-one-chosen")->is_signed_in(cookie));
}

TEST_F(AccessTest, KeepsNeitherTokensNorCookiesOnDisk) {
  const std::string token = made();
  const std::string cookie = opened()->sign_in().value();
  const std::string other = chosen("the-first-one-chosen")->sign_in().value();
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string bytes = read_whole(entry.path()).value();
    for (const std::string& secret : {token, cookie, other, std::string("the-first-one-chosen")})
      EXPECT_THAT(bytes, Not(HasSubstr(secret))) << entry.path();
    EXPECT_EQ(permissions(entry.path()), kOwnerOnly) << entry.path();
  }
}

TEST_F(AccessTest, AllocatesNothingForWhomItHasSeenBefore) {
  const std::string token = made();
  const auto access = opened();
  const std::string cookie = access->sign_in().value();
  EXPECT_TRUE(access->is_signed_in(cookie));
  EXPECT_TRUE(access->try_token(token, "10.0.0.1").right);

  const std::size_t before = allocations();
  const bool signed_in = access->is_signed_in(cookie);
  const bool right = access->try_token(token, "10.0.0.1").right;
  const std::size_t after = allocations();

  EXPECT_TRUE(signed_in && right);
  EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace podpromo
