#include "moments/features.hpp"

#include <gtest/gtest.h>

#include "moments/sentences.hpp"
#include "moments/test_speech.hpp"

namespace podpromo {
namespace {

class FeaturesTest : public ::testing::Test {
 protected:
  Features of_all(const test::Speech& speech, const Sound& sound = {}) {
    words_ = speech.words();
    const SpeechFacts facts = speech_facts(words_, sentences_of(words_));
    const Candidate all{0, facts.sentences.size(), 0, speech.now()};
    return features_of(facts, all, VoiceLevel(sound, words_));
  }
  Transcript words_;
};

TEST_F(FeaturesTest, OfAStrongPassageBeatThoseOfABlandOne) {
  const Features strong = of_all(test::Speech().says(test::kStrongPassage));
  const Features bland = of_all(test::Speech().murmurs(40));
  EXPECT_GT(strong[Feature::hook], bland[Feature::hook]);
  EXPECT_GT(strong[Feature::stakes], bland[Feature::stakes]);
  EXPECT_GT(strong[Feature::absolutes], bland[Feature::absolutes]);
  EXPECT_GT(strong[Feature::payoff], bland[Feature::payoff]);
  EXPECT_GT(strong[Feature::address], bland[Feature::address]);
  EXPECT_GT(strong[Feature::thesis], bland[Feature::thesis]);
}

TEST_F(FeaturesTest, ThatNeedWordListsAreAbsentInOtherLanguages) {
  const Features features = of_all(test::Speech().language("de").says("Niemand sagt dir die Wahrheit über Geld."));
  EXPECT_EQ(features[Feature::hook], std::nullopt);
  EXPECT_EQ(features[Feature::stakes], std::nullopt);
  EXPECT_NE(features[Feature::themes], std::nullopt);
  EXPECT_NE(features[Feature::length], std::nullopt);
  EXPECT_NE(features[Feature::question], std::nullopt);
}

TEST_F(FeaturesTest, KnowNoPlaceInAShortEpisode) {
  EXPECT_EQ(of_all(test::Speech().murmurs(100))[Feature::early], std::nullopt);
  EXPECT_NE(of_all(test::Speech().murmurs(700))[Feature::early], std::nullopt);
}

TEST_F(FeaturesTest, KnowNoArousalWithoutPeaks) {
  EXPECT_EQ(of_all(test::Speech().murmurs(60))[Feature::arousal], std::nullopt);
}

TEST(VoiceLevel, IsComparedWithWhatIsAround) {
  test::Speech speech;
  speech.murmurs(300);
  Sound sound{.duration_s = speech.now(), .loudness_lufs = {}, .peaks_per_s = 10, .peaks = {}};
  sound.peaks.assign(static_cast<std::size_t>(speech.now() * 10), 50);
  std::fill(sound.peaks.begin() + 1000, sound.peaks.begin() + 1300, std::uint8_t{100});
  const VoiceLevel voices(sound, speech.words());
  EXPECT_NEAR(voices.lift_db(100, 130).value(), 6.0, 0.1);
  EXPECT_LT(voices.lift_db(200, 230).value(), 0);
  EXPECT_EQ(voices.lift_db(100, 100.5), std::nullopt);
}

TEST(VoiceLevel, IsAbsentWithoutPeaks) {
  EXPECT_EQ(VoiceLevel({}, test::Speech().murmurs(60).words()).lift_db(10, 40), std::nullopt);
}

}  // namespace
}  // namespace podpromo
