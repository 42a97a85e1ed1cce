#include "stages/pipeline.hpp"

#include <gtest/gtest.h>

namespace podpromo {

namespace {

TEST(EpisodeTitle, IsWhatSomebodyWishedBeforeWhatTheTagsSay) {
  ClipWishes wishes;
  wishes.title = "My own title";
  MediaFacts facts;
  facts.title = "From the tags";
  EXPECT_EQ(episode_title(wishes, facts, "talk.mp3"), "My own title");
  EXPECT_EQ(episode_title({}, facts, "talk.mp3"), "From the tags");
}

TEST(EpisodeTitle, IsTheReadableNameOfTheFileWhenNobodySaysMore) {
  EXPECT_EQ(episode_title({}, {}, "in/interview_with-a-beekeeper.mp3"), "interview with a beekeeper");
}

TEST(EpisodeTitle, KnowsWhatTheFileWasCalledBeforeItWasStored) {
  ClipWishes wishes;
  wishes.file_name = "On bees.mp3";
  EXPECT_EQ(episode_title(wishes, {}, "uploads/abc/source.mp3"), "On bees");
}

TEST(Speakers, AreANumberOrOffOrFoundOut) {
  EXPECT_EQ(*parse_speakers(""), 0);
  EXPECT_EQ(*parse_speakers("off"), std::nullopt);
  EXPECT_EQ(*parse_speakers("2"), 2);
  EXPECT_EQ(*parse_speakers("20"), 20);
  for (const auto* bad : {"0", "21", "-1", "two", "2 ", "99999999999999999999"}) {
    const auto wrong = parse_speakers(bad);
    ASSERT_FALSE(wrong) << bad;
    EXPECT_EQ(wrong.error().fault, Fault::bad_request);
  }
}

}  // namespace

}  // namespace podpromo
