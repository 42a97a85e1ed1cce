#include "speech/whisper/batched/vocabulary.hpp"

#include <gtest/gtest.h>
#include <whisper.h>

#include "models/catalog.hpp"
#include "speech/whisper/batched/batched_model.hpp"

namespace podpromo {
namespace {

TEST(WhisperTokens, OfAShortListAreNotWhole) {
  EXPECT_FALSE(Vocabulary({"a", " ", "b"}, 51865).is_whole());
  EXPECT_EQ(Vocabulary({"a", " ", "b"}, 51865).blank(), 1);
}

TEST(WhisperTokens, CountTheLanguages) {
  EXPECT_EQ(Vocabulary({}, 51864).languages(), 0);
  EXPECT_EQ(Vocabulary({}, 51865).languages(), 99);
  EXPECT_EQ(Vocabulary({}, 51866).languages(), 100);
}

class TokensOf : public testing::TestWithParam<const char*> {};

TEST_P(TokensOf, AModelAreThoseOfWhisperCpp) {
  const auto file = find_model(GetParam(), models_folder());
  if (!file) GTEST_SKIP() << "the speech model " << GetParam() << " is not installed";
  const auto ours = BatchedModel::load(*file);
  const auto theirs = WhisperModel::load(*file);
  ASSERT_TRUE(ours && theirs);
  const Vocabulary& tokens = (*ours)->vocabulary();
  whisper_context* context = (*theirs)->plain();
  EXPECT_EQ(tokens.size(), whisper_model_n_vocab(context));
  EXPECT_EQ(tokens.end(), whisper_token_eot(context));
  EXPECT_EQ(tokens.start(), whisper_token_sot(context));
  EXPECT_EQ(tokens.transcribe(), whisper_token_transcribe(context));
  EXPECT_EQ(tokens.no_speech(), whisper_token_nosp(context));
  EXPECT_EQ(tokens.no_times(), whisper_token_not(context));
  EXPECT_EQ(tokens.language(2), whisper_token_lang(context, 2));
  for (int id = 0; id < tokens.end(); ++id) ASSERT_STREQ(tokens.text(id).c_str(), whisper_token_to_str(context, id));
}

INSTANTIATE_TEST_SUITE_P(WhisperTokens, TokensOf, testing::Values("tiny.en", "base"));

}  // namespace
}  // namespace podpromo
