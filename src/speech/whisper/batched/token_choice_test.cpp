#include "speech/whisper/batched/token_choice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Field;

// A vocabulary of English only, whose token 220 is a space alone.
const Vocabulary& vocabulary() {
  static const Vocabulary english = [] {
    std::vector<std::string> texts(50257, "x");
    texts[220] = " ";
    return Vocabulary(std::move(texts), 51864);
  }();
  return english;
}

std::vector<float> odds(const std::vector<std::pair<int, float>>& likely) {
  std::vector<float> all(static_cast<std::size_t>(vocabulary().size()));
  for (const auto& [token, probability] : likely) all[static_cast<std::size_t>(token)] = probability;
  return all;
}

auto is(int token, double probability) {
  return testing::AllOf(Field(&Choice::token, token), Field(&Choice::probability, DoubleNear(probability, 1e-6)));
}

TEST(Choices, AreTheLikeliestFirst) {
  const auto likely = odds({{7, 0.2F}, {50000, 0.5F}, {300, 0.3F}});
  EXPECT_THAT(likeliest(likely, 3, {vocabulary(), false, {}}), ElementsAre(is(50000, 0.5), is(300, 0.3), is(7, 0.2)));
}

TEST(Choices, AreNeverTokensThatSteer) {
  const auto likely = odds({{vocabulary().no_times(), 0.6F}, {7, 0.3F}, {8, 0.1F}});
  EXPECT_THAT(likeliest(likely, 2, {vocabulary(), false, {}}), ElementsAre(is(7, 0.75), is(8, 0.25)));
}

TEST(Choices, MayBeTheEndButNotAtTheBeginning) {
  const auto likely = odds({{vocabulary().end(), 0.5F}, {220, 0.25F}, {9, 0.25F}});
  EXPECT_THAT(likeliest(likely, 1, {vocabulary(), false, {}}), ElementsAre(is(vocabulary().end(), 0.5)));
  EXPECT_THAT(likeliest(likely, 1, {vocabulary(), true, {}}), ElementsAre(is(9, 1)));
}

TEST(Choices, StayPossibleWhenNothingIsLikely) {
  for (const Choice& choice : likeliest(odds({}), 3, {vocabulary(), true, {}})) EXPECT_GT(choice.probability, 0);
}

}  // namespace
}  // namespace podpromo
