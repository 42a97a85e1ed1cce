#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <span>

#include "base/sha256.hpp"

namespace podpromo {
namespace {

std::string hex_of(DigestKind kind, std::string_view bytes) {
  Digest digest(kind);
  digest.add(bytes.substr(0, 1));
  digest.add(bytes.substr(1));
  const std::string sum = digest.finish();
  return hex({reinterpret_cast<const unsigned char*>(sum.data()), sum.size()});
}

TEST(Digest, SumsAsTheStandardsSay) {
  EXPECT_EQ(hex_of(DigestKind::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_of(DigestKind::sha256, "abc"), sha256_hex("abc"));
}

}  // namespace
}  // namespace podpromo
