#include "speech/whisper/batched/known_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;

// " gu" 0, "ten" 1, " Tag" 2, "," 3, " " 4, "-" 5
const Vocabulary kFew({" gu", "ten", " Tag", ",", " ", "-"}, 51865);

TEST(KnownText, IsTheTokensOfItsWords) {
  const auto text = known_text(kFew, std::vector<Word>{{"guten"}, {"Tag,"}, {"-"}, {"Tag"}});
  EXPECT_THAT(text.tokens, ElementsAre(0, 1, 2, 3, 4, 5, 2));
}

TEST(KnownText, LeavesThePauseAfterAWordToItsPunctuation) {
  std::vector<Word> words = {{"guten"}, {"Tag,"}, {"-"}, {"Tag"}};
  const auto text = known_text(kFew, words);
  take_times(text, std::vector<double>{0.2, 0.5, 0.9, 1.6, 1.7, 1.8, 2.3}, {10, 12}, words);
  std::vector<std::pair<double, double>> times;
  for (const Word& word : words) times.emplace_back(word.start, word.end);
  EXPECT_THAT(times,
              ElementsAre(std::pair(10, 10.5), std::pair(10.5, 10.9), std::pair(11.6, 11.6), std::pair(11.8, 12)));
}

}  // namespace
}  // namespace podpromo
