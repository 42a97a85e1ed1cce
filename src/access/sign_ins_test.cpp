#include "access/sign_ins.hpp"

#include "access/access_fixture.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;

class SignInsTest : public InAFolder {
 protected:
  const SignIns::Time now = clock.now();
};

TEST_F(SignInsTest, AreThereAfterARestart) {
  SignIns book(folder);
  EXPECT_TRUE(book.add("a", now + 1h, now));

  EXPECT_EQ(SignIns(folder).end_of("a"), now + 1h);
  EXPECT_EQ(SignIns(folder).end_of("b"), std::nullopt);
  EXPECT_EQ(permissions(folder / "sign_ins.json"), kOwnerOnly);
}

TEST_F(SignInsTest, AreGoneForGoodWhenRemoved) {
  SignIns book(folder);
  EXPECT_TRUE(book.add("a", now + 1h, now));
  EXPECT_TRUE(book.remove("a"));
  EXPECT_TRUE(book.remove("never there"));

  EXPECT_EQ(book.end_of("a"), std::nullopt);
  EXPECT_EQ(SignIns(folder).end_of("a"), std::nullopt);
}

TEST_F(SignInsTest, DropThoseThatHaveEnded) {
  SignIns book(folder);
  EXPECT_TRUE(book.add("a", now + 1h, now));
  EXPECT_TRUE(book.add("b", now + 3h, now + 2h));

  EXPECT_EQ(book.end_of("a"), std::nullopt);
  EXPECT_EQ(book.end_of("b"), now + 3h);
}

TEST_F(SignInsTest, OfTooManyKeepThoseThatLastLongest) {
  std::string ends;
  for (std::size_t i = 0; i < SignIns::kMost; ++i)
    ends += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":" + std::to_string(2'000'000'000 + i);
  ASSERT_TRUE(write_durably(folder / "sign_ins.json", R"({"version":1,"sign_ins":{)" + ends + "}}"));
  SignIns book(folder);
  EXPECT_TRUE(book.add("one more", SignIns::Time(3'000'000'000s), now));

  EXPECT_EQ(book.end_of("0"), std::nullopt);
  EXPECT_NE(book.end_of("1"), std::nullopt);
  EXPECT_NE(book.end_of("one more"), std::nullopt);
}

TEST_F(SignInsTest, AreNoneWhenTheFileIsDamaged) {
  for (const std::string bad : {"", "{", "[]", R"({"sign_ins":[]})", R"({"sign_ins":{"a":"b"}})"}) {
    ASSERT_TRUE(write_durably(folder / "sign_ins.json", bad));
    EXPECT_EQ(SignIns(folder).end_of("a"), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace podpromo
