#include "speech/whisper/batched/text_opening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::Each;
using testing::ElementsAre;

// Languages by number: 0, 1 and 2.
std::vector<int> languages_of(const std::vector<std::vector<double>>& odds) {
  std::vector<DecodedText> texts(odds.size());
  for (std::size_t i = 0; i < odds.size(); ++i) {
    texts[i].language_odds = odds[i];
    texts[i].language = kUnknownLanguage;
  }
  settle_languages(texts);
  std::vector<int> languages;
  for (const DecodedText& text : texts) languages.push_back(text.language);
  return languages;
}

TEST(Languages, AreSettledByAllTextsTogether) {
  EXPECT_THAT(languages_of({{0.2, 0.8, 0}, {0.4, 0.6, 0}, {0.6, 0.4, 0}}), Each(1));
}

TEST(Languages, OfATextThatIsInDoubtAreThoseOfItsCompany) {
  EXPECT_THAT(languages_of({{0.01, 0.99, 0}, {0.85, 0.15, 0}, {0.01, 0.99, 0}}), Each(1));
}

TEST(Languages, OfATextThatIsSureAreItsOwn) {
  EXPECT_THAT(languages_of({{0.01, 0.99, 0}, {0, 0.02, 0.98}, {0.01, 0.99, 0}}), ElementsAre(1, 2, 1));
}

TEST(Languages, AreEnglishWithoutOdds) { EXPECT_THAT(languages_of({{}, {}}), Each(0)); }

TEST(Languages, AreNoneOfNoTexts) { EXPECT_THAT(languages_of({}), testing::IsEmpty()); }

}  // namespace
}  // namespace podpromo
