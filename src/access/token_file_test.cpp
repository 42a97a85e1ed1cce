#include "access/token_file.hpp"

#include <gmock/gmock.h>

#include "access/access_fixture.hpp"
#include "access/secret.hpp"

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::Not;

class TokenFile : public InAFolder {};

TEST_F(TokenFile, KeepsTheFingerprintOfWhatWasMade) {
  const auto token = make_token(folder, clock);
  ASSERT_TRUE(token);

  const auto stored = read_token(folder);

  ASSERT_TRUE(stored);
  EXPECT_EQ(fingerprint(stored->salt, *token), stored->fingerprint);
}

TEST_F(TokenFile, HoldsNoTokenAndIsForItsOwnerAlone) {
  const auto token = make_token(folder, clock);
  ASSERT_TRUE(token);

  EXPECT_THAT(read_whole(token_file(folder)).value(), Not(HasSubstr(*token)));
  EXPECT_EQ(permissions(token_file(folder)), kOwnerOnly);
}

TEST_F(TokenFile, MakesAnotherTokenEveryTime) {
  const auto first = make_token(folder, clock);
  const auto before = read_token(folder);
  const auto second = make_token(folder, clock);

  EXPECT_NE(first, second);
  EXPECT_NE(before, read_token(folder));
}

TEST_F(TokenFile, SaysThatNoneWasMade) { EXPECT_EQ(read_token(folder).error().fault, Fault::not_found); }

TEST_F(TokenFile, RefusesWhatMakesNoSense) {
  for (const std::string bad :
       {"", "{", "[]", R"({"token":{}})", R"({"token":{"salt":"","hmac_sha256":""}})", R"({"token":{"salt":1}})"}) {
    ASSERT_TRUE(write_durably(token_file(folder), bad));
    EXPECT_EQ(read_token(folder).error().fault, Fault::denied) << bad;
  }
}

}  // namespace
}  // namespace podpromo
