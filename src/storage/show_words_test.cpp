#include "storage/show_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr const char* kShow = "The Long Way Round";

class Shows : public testing::Test {
 protected:
  std::vector<std::string> words() const { return shows.of(kShow).value(); }
  std::string text() const { return read_whole(shows.file(kShow)).value_or(""); }

  TestFolder folder;
  ShowWords shows{folder / "shows"};
};

TEST_F(Shows, KeepTheirWordsInOrder) {
  EXPECT_THAT(words(), IsEmpty());
  ASSERT_TRUE(shows.add(kShow, {"Okafor", "Jane Whitfield"}));
  ASSERT_TRUE(shows.add(kShow, {"Zaü", "Okafor"}));
  EXPECT_THAT(ShowWords(folder / "shows").of(kShow).value(), ElementsAre("Okafor", "Jane Whitfield", "Zaü"));
  EXPECT_THAT(shows.shows(), ElementsAre(kShow));
}

TEST_F(Shows, AreToldApartByTheirNamesWithoutRegardToCapitalsAndSpaces) {
  ASSERT_TRUE(shows.add(kShow, {"Okafor"}));
  EXPECT_THAT(shows.of(" the long  way round ").value(), ElementsAre("Okafor"));
  EXPECT_THAT(shows.of("the long way round?").value(), IsEmpty());
  EXPECT_NE(shows.file("東京"), shows.file("大阪"));
  EXPECT_THAT(shows.file("../../etc/passwd").filename().string(), StartsWith("etc-passwd-"));
}

TEST_F(Shows, WithoutANameHaveNoFile) {
  ASSERT_TRUE(shows.add(" ", {"Okafor"}));
  ASSERT_TRUE(shows.add(std::string(301, 'x'), {"Okafor"}));
  EXPECT_FALSE(fs::exists(folder / "shows"));
}

TEST_F(Shows, KeepWhatPeopleWroteIntoTheFile) {
  ASSERT_TRUE(shows.add(kShow, {"Okafor", "Newberg"}));
  ASSERT_TRUE(write_durably(shows.file(kShow), text() + "# from the book\n  Zaü  # our guest\n"));
  ASSERT_TRUE(shows.add(kShow, {"Ödön"}));
  ASSERT_TRUE(shows.remove(kShow, {"Newberg", "nobody"}));
  EXPECT_THAT(words(), ElementsAre("Okafor", "Zaü", "Ödön"));
  EXPECT_THAT(text(), StartsWith("# Show: The Long Way Round\n"));
  EXPECT_THAT(text(), EndsWith("Okafor\n# from the book\n  Zaü  # our guest\nÖdön\n"));
}

TEST_F(Shows, AreReplacedAsAWhole) {
  ASSERT_TRUE(shows.add(kShow, {"Okafor", "Newberg"}));
  ASSERT_TRUE(shows.replace(kShow, {"Zaü", "Newberg"}));
  EXPECT_THAT(words(), ElementsAre("Newberg", "Zaü"));
  ASSERT_TRUE(shows.replace(kShow, {}));
  EXPECT_THAT(words(), IsEmpty());
}

TEST_F(Shows, ForgetTheirOldestWords) {
  for (int i = 0; i < 30; ++i) {
    std::vector<std::string> ten;
    for (int j = 0; j < 10; ++j) ten.push_back("word" + std::string(1, static_cast<char>('a' + j)) + std::to_string(i));
    ASSERT_TRUE(shows.add(kShow, ten));
  }
  EXPECT_THAT(words(), SizeIs(kMostShowWords));
  EXPECT_EQ(words().front(), "worda10");
  EXPECT_EQ(words().back(), "wordj29");
  EXPECT_LT(text().size(), 3000U);
}

TEST_F(Shows, TakeNothingThatIsNoLine) {
  ASSERT_TRUE(shows.add(kShow, {"", "two\nlines", "#note", "\x01", "\xFF", std::string(101, 'x'), "good"}));
  EXPECT_THAT(words(), ElementsAre("good"));
}

TEST_F(Shows, SetADamagedFileAside) {
  ASSERT_TRUE(shows.add(kShow, {"Okafor"}));
  ASSERT_TRUE(write_durably(shows.file(kShow), std::string("Oka\0for", 7)));
  EXPECT_THAT(words(), IsEmpty());
  EXPECT_EQ(read_whole(shows.file(kShow).string() + ".corrupt-1").value(), std::string("Oka\0for", 7));
  ASSERT_TRUE(shows.add(kShow, {"Newberg"}));
  EXPECT_THAT(words(), ElementsAre("Newberg"));
}

TEST_F(Shows, SetAsideWhatIsFarTooLargeOrNoFile) {
  fs::create_directories(shows.file(kShow));
  EXPECT_THAT(words(), IsEmpty());
  ASSERT_TRUE(write_durably(shows.file(kShow), std::string(1 << 20, 'x')));
  EXPECT_THAT(words(), IsEmpty());
  EXPECT_TRUE(fs::exists(shows.file(kShow).string() + ".corrupt-2"));
}

TEST_F(Shows, ForgetNothingWhenSeveralAddAtOnce) {
  std::vector<std::jthread> all;
  for (int i = 0; i < 8; ++i)
    all.emplace_back([this, i] {
      for (int j = 0; j < 5; ++j)
        EXPECT_TRUE(shows.add(kShow, {"w" + std::to_string(i) + std::string(1, static_cast<char>('a' + j))}));
    });
  all.clear();
  EXPECT_THAT(words(), SizeIs(40));
}

}  // namespace
}  // namespace podpromo
