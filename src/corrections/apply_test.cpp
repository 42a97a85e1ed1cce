#include "corrections/corrections.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Transcript heard() {
  Transcript transcript;
  transcript.speakers = {"Speaker 1", "Speaker 2"};
  transcript.words = {{"Bees", 1, 1.4, 0.9, 0}, {"nuts", 1.4, 2, 0.9, 0}, {"hum.", 2.5, 3, 0.9, 1}};
  return transcript;
}

Corrections beeswax() {
  return {
      .places = {{.start = 1, .end = 2, .heard = {heard().words[0], heard().words[1]}, .words = {{"Beeswax", 1, 2}}}},
      .names = {{"Speaker 1", "Anna"}}};
}

TEST(Corrected, ReplacesTheVeryWordsThatWereHeard) {
  const Transcript now = corrected(heard(), beeswax());
  EXPECT_EQ(now.words, (std::vector<Word>{{"Beeswax", 1, 2, 1, 0}, heard().words[2]}));
  EXPECT_EQ(now.speakers, (std::vector<std::string>{"Anna", "Speaker 2"}));
}

TEST(Corrected, IsWhatWasHeardWithoutCorrections) { EXPECT_EQ(corrected(heard(), {}), heard()); }

TEST(Corrected, KeepsHesitationsWhereNobodyWroteAWord) {
  Transcript hesitating = heard();
  hesitating.fillers = {{2.05, 2.2}, {2.25, 2.45}};
  const Corrections with_um{.places = {{2.25, 2.25, {heard().words[2]}, {{"Um,", 2.25, 2.45, 1, 1}, heard().words[2]}}},
                            .names = {}};
  EXPECT_EQ(corrected(hesitating, with_um).fillers, (std::vector<Filler>{{2.05, 2.2}}));
  EXPECT_EQ(corrected(hesitating, beeswax()).fillers, hesitating.fillers);
}

TEST(Corrected, ReplacesWhateverOtherEarsHeardInThatSpan) {
  Transcript other = heard();
  other.words = {{"Oh,", 0.4, 0.9}, {"bees", 1.05, 1.3}, {"and", 1.3, 1.5}, {"nuts", 1.5, 1.95}, {"hum.", 1.98, 3}};
  EXPECT_EQ(text_of(corrected(other, beeswax()), 0, 3), "Oh, Beeswax hum.");
  EXPECT_EQ(corrected(other, beeswax()).words[1].end, 1.98) << "the next word keeps its time";
}

TEST(Corrected, PutsBackWhatOtherEarsDidNotHearAtAll) {
  Transcript other = heard();
  other.words = {{"hum.", 2.5, 3, 1, 1}};
  EXPECT_EQ(text_of(corrected(other, beeswax()), 0, 2), "Beeswax hum.");
}

TEST(Corrected, TwiceIsAsOnce) {
  const Transcript once = corrected(heard(), beeswax());
  EXPECT_EQ(corrected(once, {beeswax().places, {}}).words, once.words);
}

TEST(Corrected, TellsWordsWithoutALengthApart) {
  Transcript dense;
  dense.words = {{"a", 1, 1}, {"b", 1, 1}, {"c", 1, 2}};
  const Corrections c_is_d{.places = {{1, 2, {dense.words[2]}, {{"d", 1, 2}}}}, .names = {}};
  EXPECT_EQ(text_of(corrected(dense, c_is_d), 0, 3), "a b d");
}

TEST(Corrected, KeepsAnAddedSpeakerWhenMoreAreToldApart) {
  Corrections ben{.places = {{.start = 2.5, .end = 3, .heard = {heard().words[2]}, .words = {{"hum.", 2.5, 3, 1, 2}}}},
                  .names = {},
                  .added = {.first = 2, .names = {"Ben"}}};
  EXPECT_EQ(corrected(heard(), ben).speakers.at(2), "Ben");
  EXPECT_EQ(corrected(heard(), ben).words[2].speaker, 2);
  Transcript other = heard();
  other.speakers.emplace_back("Speaker 3");
  EXPECT_EQ(corrected(other, ben).speakers.at(3), "Ben");
  EXPECT_EQ(corrected(other, ben).words[2].speaker, 3);
  other.speakers = {"Speaker 1"};
  other.words[2].speaker = 0;
  EXPECT_EQ(corrected(other, ben).words[2].speaker, 1);
  ben.places[0].words[0].speaker = 1;
  EXPECT_EQ(corrected(other, ben).words[2].speaker, 0) << "who isn't told apart any more is whoever was heard";
}

TEST(Corrected, NamesWhoWasToldApartBetter) {
  Transcript other = heard();
  other.words[0].speaker = 1;
  other.words[1].speaker = 1;
  EXPECT_EQ(corrected(other, beeswax()).words[0].speaker, 1);
}

}  // namespace
}  // namespace podpromo
