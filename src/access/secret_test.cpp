#include "access/secret.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(Secret, IsLongAndNeverTheSame) {
  const auto secret = new_secret();
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->size(), 32u);
  EXPECT_EQ(secret->find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
  EXPECT_NE(new_secret(), secret);
}

// The second case of RFC 4231, 4.
TEST(Secret, HasAFingerprintThatOthersComputeToo) {
  EXPECT_EQ(fingerprint("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Secret, HasAnotherFingerprintUnderAnotherKey) { EXPECT_NE(fingerprint("a", "bees"), fingerprint("b", "bees")); }

TEST(Secret, IsComparedWhole) {
  EXPECT_TRUE(same_secret("bees", "bees"));
  EXPECT_FALSE(same_secret("bees", "beer"));
  EXPECT_FALSE(same_secret("bees", "bee"));
  EXPECT_FALSE(same_secret("bees", ""));
}

}  // namespace
}  // namespace podpromo
