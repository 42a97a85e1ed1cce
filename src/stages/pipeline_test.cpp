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

}  // namespace

}  // namespace podpromo
