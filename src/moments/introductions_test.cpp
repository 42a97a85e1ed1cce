#include "moments/introductions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class Introductions : public testing::Test {
 protected:
  // Who is suggested to be whom.
  std::vector<std::pair<int, std::string>> names() const {
    Transcript transcript = speech_.words();
    transcript.speakers = speakers_;
    std::vector<std::pair<int, std::string>> pairs;
    for (const SuggestedName& suggested : suggested_names(transcript))
      pairs.emplace_back(suggested.speaker, suggested.name);
    return pairs;
  }
  test::Speech speech_;
  std::vector<std::string> speakers_{"Speaker 1", "Speaker 2"};
};

TEST_F(Introductions, NameWhoSaysTheirOwnName) {
  speech_.says("Welcome back to the garden show. I'm Anna.", 0).says("And my name is Ben Wu, hello.", 1);
  EXPECT_THAT(names(), ElementsAre(Pair(0, "Anna"), Pair(1, "Ben Wu")));
}

TEST_F(Introductions, NameTheGuestWhoSpeaksNext) {
  speech_.says("My guest today is Dr. Maria de la Cruz. She grows tomatoes.", 0).says("Thank you.", 1);
  EXPECT_THAT(names(), ElementsAre(Pair(1, "Maria de la Cruz")));
}

TEST_F(Introductions, NameWhoIsWelcomed) {
  speech_.says("We talk about bees today.", 0).says("Welcome, Otto.", 0).says("Thanks for having me.", 1);
  EXPECT_THAT(names(), ElementsAre(Pair(1, "Otto")));
}

TEST_F(Introductions, SayEachNameOnceAndShowTheSentence) {
  speech_.says("Hello there. I'm Anna Meyer and this is the show. Again, I'm Anna Meyer.", 0).says("Hi.", 1);
  Transcript transcript = speech_.words();
  transcript.speakers = speakers_;
  const auto suggested = suggested_names(transcript);
  ASSERT_EQ(suggested.size(), 1U);
  EXPECT_EQ(suggested[0].sentence, "I'm Anna Meyer and this is the show.");
}

TEST_F(Introductions, AreNotMadeOfWhatSomebodyIsOrDoes) {
  speech_.says("I'm happy. I'm German. I am so tired today. I'm going to Berlin. Welcome to Berlin.", 0);
  speech_.says("We are here with many others. I'm I don't know.", 1);
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Introductions, LeaveSpeakersAloneWhoHaveANameOrAreUnknown) {
  speech_.says("I'm Anna.", 0).says("I'm Ben.", 1).says("I'm Cleo.");
  speakers_ = {"Ann", "Speaker 2"};
  EXPECT_THAT(names(), ElementsAre(Pair(1, "Ben")));
  speakers_.clear();
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Introductions, AreLookedForInEnglishOnly) {
  speech_.language("de").says("I'm Anna.", 0);
  EXPECT_THAT(names(), IsEmpty());
}

}  // namespace
}  // namespace podpromo
