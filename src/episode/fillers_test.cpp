#include "episode/fillers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<Word> kWords = {{"so", 1, 1.3}, {"I", 2, 2.2}, {"say", 3, 3.4}};

TEST(FillersBetween, AreInOrderAndOverlapNoWord) {
  EXPECT_THAT(fillers_between({{2.5, 2.9}, {3.2, 3.5}, {1.3, 1.6}, {0.5, 1.1}, {2.1, 2.15}}, kWords),
              ElementsAre(Filler{1.3, 1.6}, Filler{2.5, 2.9}));
}

TEST(FillersBetween, MayLieBeforeTheFirstWordAndAfterTheLast) {
  EXPECT_THAT(fillers_between({{3.4, 3.9}, {0.5, 1}}, kWords), ElementsAre(Filler{0.5, 1}, Filler{3.4, 3.9}));
}

TEST(FillersBetween, AreAllThereWithoutWords) {
  EXPECT_THAT(fillers_between({{1, 2}}, {}), ElementsAre(Filler{1, 2}));
  EXPECT_THAT(fillers_between({}, kWords), IsEmpty());
}

}  // namespace
}  // namespace podpromo
