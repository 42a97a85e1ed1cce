#include "speech/fillers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Word> three_words() { return {{"so", 1, 1.3}, {"Um,", 2, 2.2}, {"well", 3, 3.4}}; }

TEST(UnwrittenFillers, AreThoseThatNoWordStandsFor) {
  auto words = three_words();
  EXPECT_THAT(unwritten_fillers(std::vector<Filler>{{1.4, 1.7}, {3.5, 3.9}}, words),
              ElementsAre(Filler{1.4, 1.7}, Filler{3.5, 3.9}));
  EXPECT_EQ(words, three_words());
}

TEST(UnwrittenFillers, LeaveOutTheBeginningOfAHesitationThatIsWritten) {
  auto words = three_words();
  EXPECT_THAT(unwritten_fillers(std::vector<Filler>{{1.6, 1.99}}, words), IsEmpty());
  EXPECT_DOUBLE_EQ(words[1].start, 1.6);
}

TEST(UnwrittenFillers, LeaveOutTheEndOfAHesitationThatIsWritten) {
  auto words = three_words();
  EXPECT_THAT(unwritten_fillers(std::vector<Filler>{{2.21, 2.5}}, words), IsEmpty());
  EXPECT_DOUBLE_EQ(words[1].end, 2.5);
}

TEST(UnwrittenFillers, KeepThoseThatTouchAWordThatIsNone) {
  auto words = three_words();
  EXPECT_THAT(unwritten_fillers(std::vector<Filler>{{1.31, 1.6}, {2.6, 3}}, words),
              ElementsAre(Filler{1.31, 1.6}, Filler{2.6, 3}));
}

TEST(SettledFillers, LieInsideTheirChunkOnWholeMilliseconds) {
  EXPECT_THAT(settled_fillers({{0.4, 0.9}, {0.9, 1.30049}, {2.8, 3.2}, {3.1, 3.4}}, {1, 3}),
              ElementsAre(Filler{1, 1.3}, Filler{2.8, 3}));
}

}  // namespace
}  // namespace podpromo
