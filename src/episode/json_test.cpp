#include "episode/json.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Result<Word> word_of(const std::string& speaker) {
  return from_json_text<Word>(R"({"w":"Hi","start":1,"end":2,"p":1,"speaker":)" + speaker + "}");
}

TEST(WholeNumbers, AreReadAsTheyAre) { EXPECT_EQ(word_of("7")->speaker, 7); }

TEST(WholeNumbers, ThatCannotBeHeldAreDamage) {
  for (const char* written : {"1e300", "0.5", "4294967296", "-99999999999", "\"1\""})
    EXPECT_FALSE(word_of(written)) << written;
}

TEST(SoundTracks, ComeBackAsTheyWereWhateverIsKnownOfThem) {
  MediaFacts facts;
  facts.sounds = {{"aac", 2, 44100, 0, 0}, {"opus", 1, 48000, 1, 0.5, 60, "Guest", "deu", true, true, 0.25}};
  facts.sound = facts.sounds.front();
  const auto again = nlohmann::json(facts).get<MediaFacts>();
  EXPECT_EQ(again.sound, facts.sound);
  EXPECT_EQ(again.sounds, facts.sounds);
}

TEST(Seconds, ThatAreAbsurdStayNumbers) {
  const auto word = from_json_text<Word>(R"({"w":"Hi","start":1e306,"end":1e306,"p":1})");
  ASSERT_TRUE(word);
  EXPECT_EQ(from_json_text<Word>(json_text(*word)), word);
}

}  // namespace
}  // namespace podpromo
