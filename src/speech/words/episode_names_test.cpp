#include "speech/words/episode_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace podpromo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Knows the words of these texts but for the strange ones, and a few names.
bool knows(std::string_view word) {
  static const std::set<std::string, std::less<>> kWords = [] {
    std::istringstream words(
        "about and bees bread doing garden gardener growing in is long meet nothing of on our round she show the "
        "their this to today tomatoes talk visit way we what when with who write book about his her farm Jane Jon "
        "Stewart London keeper thorn a how for guest hosts world best");
    return std::set<std::string, std::less<>>{std::istream_iterator<std::string>(words), {}};
  }();
  return kWords.contains(word);
}

std::vector<std::string> names_in(const std::string& description) {
  return episode_names({.people = {}, .title = {}, .show = {}, .description = description}, knows);
}

TEST(EpisodeNames, ArePeopleWithOneOfTheirNamesAlone) {
  EXPECT_THAT(names_in("Today we meet Jane Whitfield, a gardener in London."),
              ElementsAre("Jane Whitfield", "Whitfield"));
}

TEST(EpisodeNames, AreFoundInHeadlinesToo) {
  EXPECT_THAT(names_in("Growing Tomatoes with Jane Whitfield"), ElementsAre("Jane Whitfield", "Whitfield"));
  EXPECT_THAT(names_in("The Long Way Round: Bees, Bread and Doing Nothing"), IsEmpty());
}

TEST(EpisodeNames, DoNotBeginWithTheFirstWordOfASentence) {
  EXPECT_THAT(names_in("Meet Okafor. Growing tomatoes is nothing."), ElementsAre("Okafor"));
}

TEST(EpisodeNames, MayBeOfKnownWordsThatAreOnlyNames) {
  EXPECT_THAT(names_in("our guest is Jon Stewart in London"), ElementsAre("Jon Stewart"));
}

TEST(EpisodeNames, HaveParticlesAndNoPossessive) {
  EXPECT_THAT(names_in("the book about Ludwig van Beethoven and Okafor's Bees"),
              ElementsAre("Ludwig van Beethoven", "Ludwig", "Beethoven", "Okafor"));
}

TEST(EpisodeNames, MayHaveAShortWordTiedToThem) {
  EXPECT_THAT(names_in("the book about Nuzhat al-Zaman and we'll meet Ödön"),
              ElementsAre("Nuzhat al-Zaman", "Nuzhat", "al-Zaman", "Ödön"));
}

TEST(EpisodeNames, ComeFromPeopleThenTitleThenShowThenDescription) {
  const EpisodeNotes notes{.people = {"Tom Okafor & Jane Whitfield"},
                           .title = "Meet Merneptah",
                           .show = "The Zettelkasten Show",
                           .description = "with Okafor, Newberg"};
  EXPECT_THAT(episode_names(notes, knows), ElementsAre("Tom Okafor", "Tom", "Okafor", "Jane Whitfield", "Whitfield",
                                                       "Merneptah", "Zettelkasten Show", "Zettelkasten", "Newberg"));
}

TEST(EpisodeNames, AreSmallWordsOnlyWhenTheyComeTwice) {
  EXPECT_THAT(names_in("what zettelkasten is. we write about zettelkasten and taproot"), ElementsAre("zettelkasten"));
}

TEST(EpisodeNames, LeaveOutWhatIsShoutedOrForTheMachine) {
  EXPECT_THAT(names_in("SUBSCRIBE TODAY NOW! see https://okafor.example/Whitfield @Newberg 00:12:33 Lavf58.76.100"),
              IsEmpty());
}

TEST(EpisodeNames, AreOfSeveralWordsInALanguageThatIsNotKnown) {
  const auto names = names_in(
      "Heute sprechen wir mit Constanze Kurz über die Überwachung, ihren langen Weg zum Verein, und warum "
      "niemand lange darüber nachdenken sollte, wenn das Gerät einmal eingeschaltet wurde.");
  EXPECT_THAT(names, Contains("Constanze Kurz"));
  EXPECT_THAT(names, Not(Contains("Verein")));
}

TEST(EpisodeNames, AreFewAndShort) {
  std::string many;
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b) many += std::string("with Qx") + a + b + "qqqqx, ";
  EXPECT_THAT(names_in(many), SizeIs(kMostEpisodeNames));
  EXPECT_THAT(names_in("with Q" + std::string(100, 'x')), IsEmpty());
  EXPECT_THAT(names_in(std::string(1 << 20, 'Q')), IsEmpty());
}

}  // namespace
}  // namespace podpromo
