#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/transcriber.hpp"
#include "stages/stage_run.hpp"
#include "storage/artefact_names.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Words = std::vector<std::string>;

class Quiet final : public StageListener {
 public:
  void began(Stage, const std::string&) override {}
  void advanced(Stage, double, const std::string&) override {}
  void finished(Stage, const std::string&, bool) override {}
};

// Knows three words.
class Ear final : public TranscriberFactory {
 public:
  Result<std::unique_ptr<Transcriber>> make() const override { return failure(Fault::missing_model, "deaf"); }
  std::string identity() const override { return "ear"; }
  bool can_expect() const override { return can; }
  std::function<bool(std::string_view)> known_words() const override {
    return [](std::string_view word) { return word == "with" || word == "about" || word == "nothing"; };
  }
  bool can = true;
};

class Expected : public testing::Test {
 protected:
  Expected() { facts.title = "with Okafor"; }
  // What a run with `words` asked for listens for, and its key of the words in words_key.
  Words listened_for(std::optional<Words> words = Words{}) {
    const Ears ears{ear, {}, {}, 1, std::move(words), &shows};
    StageRun run{id, places, wishes, ears, artefacts, sha256, *stage_keys(sha256, wishes, ears), quiet, {}};
    moments_before = run.keys.moments;
    EXPECT_TRUE(settle_expected(run, facts));
    words_key = run.keys.words;
    moments_key = run.keys.moments;
    return run.expected;
  }
  void hear() const { ASSERT_TRUE(artefacts.keep(kWordsArtefact, words_key, Transcript{})); }
  bool is_heard() const { return artefacts.load<Transcript>(kWordsArtefact, words_key).has_value(); }

  TestFolder folder;
  const EpisodeId id = *EpisodeId::parse("abc");
  const std::string sha256 = "sum";
  const EpisodePlaces places{"talk.mp3", folder / "work", folder / "clips", folder / "previews"};
  const Artefacts artefacts{places.work};
  const ShowWords shows{folder / "shows"};
  Quiet quiet;
  Ear ear;
  ClipWishes wishes;
  MediaFacts facts;
  std::string words_key, moments_key, moments_before;
};

TEST_F(Expected, AreThoseThatTheTagsName) {
  facts.people = {"Newberg"};
  facts.description = "about nothing";
  EXPECT_THAT(listened_for(), ElementsAre("Newberg", "Okafor"));
}

TEST_F(Expected, BeginWithThoseThatSomebodyAsksFor) {
  EXPECT_THAT(listened_for(Words{"Zaü", "Okafor"}), ElementsAre("Zaü", "Okafor"));
}

TEST_F(Expected, HaveWhatTheShowIsKnownToSay) {
  ASSERT_TRUE(shows.add("On bees", {"Zaü"}));
  EXPECT_THAT(listened_for(), ElementsAre("Okafor"));
  wishes.show = "on bees";
  wishes.language = "en";
  EXPECT_THAT(listened_for(Words{"Ödön"}), ElementsAre("Ödön", "Zaü", "Okafor"));
}

TEST_F(Expected, StayWhenTheShowLearnsMore) {
  wishes.show = "On bees";
  listened_for();
  hear();
  ASSERT_TRUE(shows.add("On bees", {"Zaü"}));
  EXPECT_THAT(listened_for(), ElementsAre("Okafor"));
  EXPECT_TRUE(is_heard());
}

TEST_F(Expected, AreNoneWhenNobodyWantsAny) { EXPECT_THAT(listened_for(std::nullopt), IsEmpty()); }

TEST_F(Expected, AreNoneForEarsThatCannotListenForThem) {
  ear.can = false;
  EXPECT_THAT(listened_for(Words{"Zaü"}), IsEmpty());
}

TEST_F(Expected, AreNoneWhereTheWordsAreGiven) {
  wishes.transcript = folder / "talk.srt";
  ASSERT_TRUE(write_durably(*wishes.transcript, "words"));
  EXPECT_THAT(listened_for(Words{"Zaü"}), IsEmpty());
  wishes.transcript_is_a_guess = true;
  EXPECT_THAT(listened_for(Words{"Zaü"}), ElementsAre("Zaü", "Okafor"));
}

TEST_F(Expected, ChangeTheKeysOnlyWhenThereAreAny) {
  facts = {};
  listened_for();
  const std::string without = words_key;
  EXPECT_EQ(moments_key, moments_before);
  listened_for(Words{"Zaü"});
  EXPECT_NE(words_key, without);
  EXPECT_NE(moments_key, moments_before);
}

TEST_F(Expected, StayForAnEpisodeThatIsHeard) {
  const Words before = listened_for(Words{"Zaü"});
  hear();
  facts.title = "with Newberg";
  EXPECT_EQ(listened_for(), before);
  EXPECT_EQ(listened_for(Words{"Okafor"}), before);
  EXPECT_TRUE(is_heard());
}

TEST_F(Expected, ChangeWhenAnotherIsAskedForOrNone) {
  listened_for(Words{"Zaü"});
  hear();
  EXPECT_THAT(listened_for(Words{"Ödön"}), ElementsAre("Ödön", "Okafor"));
  EXPECT_FALSE(is_heard());
  EXPECT_THAT(listened_for(std::nullopt), IsEmpty());
  EXPECT_FALSE(is_heard());
}

TEST_F(Expected, AreNoneForAnEpisodeThatWasHeardBeforeThereWereAny) {
  words_key = stage_keys(sha256, wishes, Ears{ear, {}, {}, 1})->words;
  hear();
  EXPECT_THAT(listened_for(), IsEmpty());
  EXPECT_TRUE(is_heard());
}

}  // namespace
}  // namespace podpromo
