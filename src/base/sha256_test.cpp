#include "base/sha256.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/durable.hpp"

namespace podpromo {
namespace {

// The examples of FIPS 180-4.
TEST(Sums, AreThoseOfTheStandard) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sums, AreTheSameHoweverTheBytesCome) {
  Sha256 sum;
  for (const char c : std::string("abc")) sum.add({&c, 1});
  EXPECT_EQ(sum.finish_hex(), sha256_hex("abc"));
}

TEST(Sums, OfAFileAreThoseOfItsBytes) {
  std::string name = (fs::temp_directory_path() / "podpromo-sum-XXXXXX").string();
  const int descriptor = ::mkstemp(name.data());
  const FileDescriptor file(descriptor);
  const std::string bytes(3'000'001, 'x');
  ASSERT_TRUE(write_durably(name, bytes));
  EXPECT_EQ(sha256_of_file(name), sha256_hex(bytes));
  fs::remove(name);
  EXPECT_EQ(sha256_of_file(name).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace podpromo
