#include "speech/speakers/speaker_turns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::Each;
using testing::ElementsAre;

const std::vector<SpeakerTurn> kTurns{{1, 4, 0}, {4.2, 6, 1}, {6, 6.5, 0}, {20, 30, 2}};

int speaker_of(double start, double end) {
  std::vector<Word> words{{"word", start, end}};
  name_speakers(words, kTurns);
  return words.front().speaker;
}

TEST(SpeakerTurns, GiveAWordToWhoSpeaksLongestInIt) {
  EXPECT_EQ(speaker_of(2, 2.5), 0);
  EXPECT_EQ(speaker_of(3.8, 4.3), 0);
  EXPECT_EQ(speaker_of(3.9, 4.6), 1);
  EXPECT_EQ(speaker_of(5.3, 7), 1);
  EXPECT_EQ(speaker_of(0, 40), 2);
}

TEST(SpeakerTurns, GiveAWordInAPauseToTheNearest) {
  EXPECT_EQ(speaker_of(0, 0.5), 0);
  EXPECT_EQ(speaker_of(4.11, 4.19), 1);
  EXPECT_EQ(speaker_of(7, 7.5), 0);
  EXPECT_EQ(speaker_of(19, 19.5), 2);
  EXPECT_EQ(speaker_of(40, 41), 2);
}

std::vector<int> speakers_of(std::vector<Word> words, const std::vector<SpeakerTurn>& turns) {
  name_speakers(words, turns);
  std::vector<int> speakers;
  for (const Word& word : words) speakers.push_back(word.speaker);
  return speakers;
}

TEST(SpeakerTurns, ChangeWhereASentenceEndsEvenWhenTheyAreSomeWordsOff) {
  const std::vector<Word> words{{"Do", 0, 0.4},     {"bees", 0.4, 1}, {"sleep?", 1, 2}, {"Yes,", 2, 2.6},
                                {"they", 2.6, 3.2}, {"do.", 3.2, 4},  {"Oh.", 4.5, 5}};
  EXPECT_THAT(speakers_of(words, {{0, 2.7, 0}, {2.7, 4.2, 1}, {4.2, 6, 0}}), ElementsAre(0, 0, 0, 1, 1, 1, 0));
  EXPECT_THAT(speakers_of(words, {{0, 1.3, 0}, {1.3, 4.2, 1}, {4.2, 6, 0}}), ElementsAre(0, 0, 0, 1, 1, 1, 0));
}

TEST(SpeakerTurns, ChangeWithoutAFullStopWhereBothSpeakForLong) {
  const std::vector<Word> words{{"and", 0, 1},  {"so", 1, 2},   {"on", 2, 3},
                                {"well", 3, 4}, {"then", 4, 5}, {"again", 5, 6}};
  EXPECT_THAT(speakers_of(words, {{0, 3, 0}, {3, 6, 1}}), ElementsAre(0, 0, 0, 1, 1, 1));
}

TEST(SpeakerTurns, LeaveWordsToNobodyWhereThereAreNone) {
  std::vector<Word> words{{"word", 1, 2, 1, 5}};
  name_speakers(words, {});
  EXPECT_EQ(words.front().speaker, -1);
}

TEST(SpeakerTurns, CountTheirSpeakers) {
  EXPECT_EQ(speakers_in(kTurns), 3U);
  EXPECT_EQ(speakers_in({}), 0U);
}

TEST(SpeakerTurns, KnowAtWhichPausesSomebodyElseGoesOn) {
  const std::vector<VoiceSpan> voice{{0.9, 2}, {2.5, 4.1}, {4.1, 6.6}, {19.9, 25}, {26, 30.1}};
  EXPECT_THAT(changes_before(voice, kTurns), ElementsAre(false, false, true, true, false));
  EXPECT_THAT(changes_before(voice, {}), Each(false));
}

}  // namespace
}  // namespace podpromo
