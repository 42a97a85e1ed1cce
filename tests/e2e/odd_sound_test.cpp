// Sound that is recorded wrongly or oddly, and what is heard in it all the same.
#include <algorithm>
#include <iterator>
#include <set>

#include "program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;

class OddSound : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }

  Finished transcribed(const fs::path& sound, const Arguments& more = {}) const {
    Arguments all = {
        "transcribe", sound.string(), "--format", "json", "--quiet", "--out", (folder_ / "words").string()};
    if (more.empty()) all.insert(all.end(), {"--model", "tiny.en"});
    all.insert(all.end(), more.begin(), more.end());
    return podpromo(all, {"XDG_CACHE_HOME=" + (folder_ / "cache").string()});
  }

  json heard_in(const fs::path& sound, const Arguments& more = {}) const {
    const auto finished = transcribed(sound, more);
    EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
    return json::parse(read_whole(folder_ / "words").value_or(""), nullptr, false);
  }

  static std::multiset<std::string> words_of(const json& transcript) {
    std::multiset<std::string> words;
    for (const json& word : transcript["words"]) words.insert(word["w"].get<std::string>());
    return words;
  }

  // Nearly all of the words that the same episode has when it is recorded well, and hardly any others; `tenths` of them
  // at least.
  void expect_as_well_heard(const fs::path& odd, std::size_t tenths = 9) const {
    const auto well = words_of(heard_in(folder_ / "garden.mp3")), oddly = words_of(heard_in(odd));
    std::multiset<std::string> common;
    std::ranges::set_intersection(well, oddly, std::inserter(common, common.end()));
    EXPECT_GE(common.size() * 10, well.size() * tenths);
    EXPECT_GE(common.size() * 10, oddly.size() * tenths);
    EXPECT_GE(well.size(), 100u);
  }

  fs::path as(const std::string& name, const std::string& filter, const Arguments& more = {}) const {
    Arguments arguments = {"-i", spoken_episode().string(), "-af", filter};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return made(name, arguments);
  }
};

TEST_F(OddSound, WithOneChannelUpsideDownIsHeard) {
  expect_as_well_heard(as("upside-down.wav", "pan=stereo|c0=c0|c1=-1*c0"));
}

TEST_F(OddSound, OnOneSideIsHeard) {
  expect_as_well_heard(as("left.wav", "pan=stereo|c0=c0|c1=0*c0"));
  expect_as_well_heard(as("right.flac", "pan=stereo|c0=0*c0|c1=c0"));
}

TEST_F(OddSound, OfATelephoneIsHeard) {
  expect_as_well_heard(as("telephone.wav", "highpass=300,lowpass=3400", {"-ar", "8000", "-c:a", "pcm_mulaw"}));
}

TEST_F(OddSound, FarTooQuietOrTooLoudIsHeard) {
  expect_as_well_heard(as("quiet.wav", "volume=-30dB"));
  expect_as_well_heard(as("loud.mp3", "volume=20dB"), 6);  // what was clipped is gone
}

TEST_F(OddSound, WithoutAVoiceHasNoWordsAndIsNoError) {
  const Arguments kinds = {"anullsrc=r=44100:cl=stereo", "anoisesrc=c=pink:a=0.3", "anoisesrc=c=brown:a=0.8",
                           "sine=f=50,volume=5dB", "aevalsrc='0.3*sin(2*PI*220*t)+0.2*sin(2*PI*277*t)*sin(2*PI*2*t)'"};
  for (const std::string& kind : kinds)
    EXPECT_THAT(heard_in(made("voiceless.mp3", {"-f", "lavfi", "-i", kind, "-t", "45"}))["words"], IsEmpty()) << kind;
}

TEST_F(OddSound, InAnotherLanguageThanTheModelsIsRefusedWithAWayOut) {
  const auto finished = transcribed(spoken_episode(), {"--model", "tiny.en", "--language", "de"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.error_tail, AllOf(HasSubstr("knows English only"), HasSubstr("base")));
}

// Who says German gets what a model makes of English with German ears: other words, in the sound, in order.
TEST_F(OddSound, SaidToBeInAnotherLanguageIsHeardInThat) {
  if (podpromo({"models", "path", "base"}).exit_code != 0) GTEST_SKIP() << "The model base is not installed.";
  const json transcript = heard_in(spoken_episode(), {"--model", "base", "--language", "de"});
  EXPECT_EQ(transcript["language"], "de");
  std::vector<double> starts;
  for (const json& word : transcript["words"]) starts.push_back(word["start"].get<double>());
  EXPECT_TRUE(std::ranges::is_sorted(starts));
  EXPECT_THAT(starts, Each(AllOf(Ge(0.0), Le(120.0))));
  EXPECT_LE(starts.size(), 400u);
}

}  // namespace
}  // namespace podpromo
