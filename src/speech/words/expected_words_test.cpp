#include "speech/words/expected_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/private_folder.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ExpectedWords, AreBetweenCommas) {
  EXPECT_THAT(expected_words(" Anna Karenina, Zaü ,,Anna Karenina,x").value(),
              ElementsAre("Anna Karenina", "Zaü", "x"));
  EXPECT_THAT(expected_words("").value(), IsEmpty());
  EXPECT_THAT(expected_words(" , ").value(), IsEmpty());
}

TEST(ExpectedWords, StandInAFileOneALine) {
  PrivateFolder folder;
  folder.write("words.txt", "# our guests\nAnna, Karenina\r\n\n  Zaü   # the host\n");
  EXPECT_THAT(expected_words((folder / "words.txt").string()).value(), ElementsAre("Anna, Karenina", "Zaü"));
}

TEST(ExpectedWords, AreFewAndShort) {
  std::string many;
  for (int i = 0; i < 501; ++i) many += std::to_string(i) + ",";
  EXPECT_EQ(expected_words(many).error().fault, Fault::bad_request);
  EXPECT_EQ(expected_words(std::string(101, 'x')).error().fault, Fault::bad_request);
  EXPECT_TRUE(expected_words(std::string(100, 'x')));
}

TEST(ExpectedWords, AreNotTheNameOfAFileThatIsNotThere) {
  for (const char* list : {"/nowhere/names", "./names", "~/names", "names.txt"})
    EXPECT_EQ(expected_words(list).error().fault, Fault::bad_request) << list;
  EXPECT_THAT(expected_words("AC/DC").value(), ElementsAre("AC/DC"));
}

TEST(ExpectedWords, MayBeOff) {
  EXPECT_EQ(asked_words("off").value(), std::nullopt);
  EXPECT_THAT(asked_words("").value().value(), IsEmpty());
  EXPECT_THAT(asked_words("x, off").value().value(), ElementsAre("x", "off"));
  EXPECT_EQ(asked_words(std::string(101, 'x')).error().fault, Fault::bad_request);
}

}  // namespace
}  // namespace podpromo
