#include "speech/whisper/batched/word_bias.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Tokens by what they say.
enum Token : int { kSpaceAn, kNa, kSpaceKa, kRen, kIna, kSpaceB };

class Bias : public testing::Test {
 protected:
  std::vector<int> drawn_to(const std::vector<std::string>& words, const std::vector<int>& text) const {
    std::vector<int> tokens;
    for (const Boost& boost : WordBias(vocabulary_, words).after(text)) tokens.push_back(boost.token);
    return tokens;
  }
  const Vocabulary vocabulary_{{" An", "na", " Ka", "ren", "ina", " B"}, 51864};
};

TEST_F(Bias, DrawsToTheBeginningOfEveryWord) {
  EXPECT_THAT(drawn_to({"Anna", "B"}, {}), ElementsAre(kSpaceAn, kSpaceB));
}

TEST_F(Bias, DrawsToTheEndOfAWordThatHasBegun) {
  EXPECT_THAT(drawn_to({"Anna Karenina"}, {kSpaceB, kSpaceAn}), ElementsAre(kSpaceAn, kNa));
  EXPECT_THAT(drawn_to({"Anna Karenina"}, {kSpaceAn, kNa}), ElementsAre(kSpaceAn, kSpaceKa));
}

TEST_F(Bias, DrawsHarderInTheMiddleThanToTheBeginning) {
  const auto boosts = WordBias(vocabulary_, std::vector<std::string>{"Anna"}).after(std::vector<int>{kSpaceAn});
  ASSERT_EQ(boosts.size(), 2U);
  EXPECT_GT(boosts[1].factor, boosts[0].factor);
  EXPECT_GT(boosts[0].factor, 1);
}

TEST_F(Bias, LetsGoAfterAWordAndAfterATextThatWentElsewhere) {
  EXPECT_THAT(drawn_to({"Anna"}, {kSpaceAn, kNa}), ElementsAre(kSpaceAn));
  EXPECT_THAT(drawn_to({"Anna"}, {kSpaceAn, kRen}), ElementsAre(kSpaceAn));
}

TEST_F(Bias, CountsWholeWordsThatATextHas) {
  const std::vector<std::string> words{"Anna", "Anna Karenina", "B"};
  const WordBias bias(vocabulary_, words);
  const auto words_in = [&](const std::vector<int>& text) { return bias.words_in(text); };
  EXPECT_EQ(words_in({kSpaceAn}), 0U);
  EXPECT_EQ(words_in({kSpaceAn, kNa}), 1U);
  EXPECT_EQ(words_in({kSpaceAn, kNa, kSpaceB}), 2U);
  EXPECT_EQ(words_in({kSpaceAn, kNa, kRen}), 0U) << "Annaren";
  EXPECT_EQ(words_in({kSpaceAn, kNa, kSpaceKa, kRen, kIna}), 1U);
  EXPECT_EQ(WordBias().words_in(std::vector<int>{kSpaceAn}), 0U);
}

TEST_F(Bias, IsNoneWithoutWords) {
  EXPECT_THAT(drawn_to({}, {kSpaceAn}), IsEmpty());
  EXPECT_THAT(WordBias().after(std::vector<int>{1}), IsEmpty());
}

}  // namespace
}  // namespace podpromo
