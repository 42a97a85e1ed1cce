#include "speech/whisper/batched/text_opening.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace podpromo {

namespace {

constexpr std::size_t kTokensAnyway = 20;
constexpr double kTokensPerSecond = 9;
constexpr double kLeastOdds = 1e-6;     // of a language: one text's certainty must not outweigh all others
constexpr double kSureOfAnother = 0.9;  // one text's odds for a language that the others don't speak

int place_of_most(std::span<const double> values) {
  return values.empty() ? 0 : static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

void learn_from_start(std::span<const float> odds, const Vocabulary& vocabulary, DecodedText& text) {
  text.no_speech = odds[static_cast<std::size_t>(vocabulary.no_speech())];
  if (!vocabulary.knows_many_languages()) return;
  const auto languages =
      odds.subspan(static_cast<std::size_t>(vocabulary.language(0)), static_cast<std::size_t>(vocabulary.languages()));
  const double all = std::max(std::accumulate(languages.begin(), languages.end(), 0.0), 1e-20);
  for (const float one : languages) text.language_odds.push_back(one / all);
}

}  // namespace

std::size_t most_tokens_in(double seconds) {
  return std::min(kTokensAnyway + static_cast<std::size_t>(seconds * kTokensPerSecond), kMostTextTokens);
}

void settle_languages(std::span<DecodedText> texts) {
  std::vector<double> together;
  for (const DecodedText& text : texts) {
    together.resize(text.language_odds.size());
    for (std::size_t i = 0; i < together.size(); ++i)
      together[i] += std::log(std::max(text.language_odds[i], kLeastOdds));
  }
  const int common = place_of_most(together);
  for (DecodedText& text : texts) {
    if (text.language != kUnknownLanguage) continue;
    const int own = place_of_most(text.language_odds);
    const bool sure = !text.language_odds.empty() && text.language_odds[static_cast<std::size_t>(own)] > kSureOfAnother;
    text.language = sure ? own : common;
  }
}

Result<TextOpening> open_texts(const Vocabulary& vocabulary, Decoder& decoder, std::span<const int> languages) {
  TextOpening opening;
  std::vector<DecodedText>& texts = opening.texts;
  texts.resize(languages.size());
  std::vector<int> tokens(texts.size(), vocabulary.start());
  PODPROMO_TRY(odds, decoder.step(tokens, opening.position++, static_cast<std::size_t>(vocabulary.size())));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i].slot = i;
    texts[i].language = languages[i];
    learn_from_start(odds.of(i), vocabulary, texts[i]);
  }
  settle_languages(texts);
  if (!vocabulary.knows_many_languages()) return opening;
  for (std::size_t i = 0; i < texts.size(); ++i) tokens[i] = vocabulary.language(texts[i].language);
  PODPROMO_TRY(decoder.step(tokens, opening.position++, 0));
  std::fill(tokens.begin(), tokens.end(), vocabulary.transcribe());
  PODPROMO_TRY(decoder.step(tokens, opening.position++, 0));
  return opening;
}

}  // namespace podpromo
