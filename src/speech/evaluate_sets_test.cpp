#include "speech/evaluate_sets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/private_folder.hpp"
#include "speech/evaluate_speakers.hpp"
#include "speech/wav.hpp"
#include "speech/words/english_normaliser.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;

Done made_by_a_fake_decoder(const fs::path&, const fs::path& wav) {
  write_wav(wav, {100, -200});
  return {};
}

TEST(JoinedWavs, FollowEachOther) {
  PrivateFolder folder;
  write_wav(folder / "a.wav", {1, -2, 32767});
  write_wav(folder / "b.wav", {-32768});
  ASSERT_TRUE(join_wavs(std::vector<fs::path>{folder / "a.wav", folder / "b.wav"}, folder / "ab.wav"));
  const auto joined = Wav::open(folder / "ab.wav");
  ASSERT_TRUE(joined);
  EXPECT_THAT(*joined->read(0, 9), ElementsAre(1 / 32768.0F, -2 / 32768.0F, 32767 / 32768.0F, -1.0F));
}

TEST(Exams, JoinUtterancesInTheOrderOfTheTable) {
  PrivateFolder folder;
  ASSERT_TRUE(make_folder(folder / "data" / "librispeech-other" / "dev"));
  folder.write("data/librispeech-other/dev/ref.tsv", "b\t1\tsecond first\na\t1\tthen this\n");
  const auto exams = prepare_exams(folder / "data", made_by_a_fake_decoder, folder / "scratch");
  ASSERT_TRUE(exams);
  ASSERT_EQ(exams->size(), 1U);
  EXPECT_EQ(exams->at(0).reference, "second first\nthen this\n");
  EXPECT_EQ(Wav::open(exams->at(0).wav)->samples(), 4U);
}

TEST(Exams, ReadWhatIsSaidFromAPage) {
  PrivateFolder folder;
  const fs::path pages = folder / "data" / "speech-sonnets" / "container" / "job" / "assets";
  ASSERT_TRUE(make_folder(pages));
  ASSERT_TRUE(
      write_durably(pages / "p002.xhtml",
                    "<html><title>Sonnet</title><body class=\"a\"><h1>II</h1>When <b>forty</b><br/>winters</body>"));
  const auto exams = prepare_exams(folder / "data", made_by_a_fake_decoder, folder / "scratch");
  ASSERT_TRUE(exams);
  ASSERT_EQ(exams->size(), 1U);
  EXPECT_EQ(exams->at(0).name, "speech-sonnets/p002");
  EXPECT_THAT(normal_english(exams->at(0).reference), ElementsAre("ii", "when", "40", "winters"));
}

TEST(Exams, PutSpontaneousSpeechOneAfterAnother) {
  PrivateFolder folder;
  const fs::path grids = folder / "data" / "speech-mfa" / "textgrid";
  ASSERT_TRUE(make_folder(grids));
  for (const std::string name : {"acoustic_corpus", "cold_corpus", "cold_corpus3"})
    ASSERT_TRUE(write_durably(grids / (name + ".TextGrid"),
                              "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n1\n<exists>\n1\n"
                              "\"IntervalTier\"\n\"words\"\n0\n1\n1\n0.25\n0.5\n\"" +
                                  name + "\"\n"));
  const auto exams = prepare_exams(folder / "data", made_by_a_fake_decoder, folder / "scratch");
  ASSERT_TRUE(exams) << exams.error().reason;
  const auto all = std::ranges::find(*exams, "spontaneous", &SpeechExam::name);
  ASSERT_NE(all, exams->end());
  EXPECT_EQ(Wav::open(all->wav)->samples(), 6U);
  ASSERT_EQ(all->timed_words.size(), 3U);
  EXPECT_EQ(all->timed_words[2].text, "cold_corpus3");
  EXPECT_DOUBLE_EQ(all->timed_words[2].start, 0.25 + 4.0 / kSamplesPerSecond);
}

TEST(Exams, MixReadersWhoTakeTurns) {
  PrivateFolder folder;
  ASSERT_TRUE(make_folder(folder / "data" / "librispeech-other" / "dev"));
  folder.write("data/librispeech-other/dev/ref.tsv",
               "1688-1-0\t1\tone\n1688-1-1\t1\ttwo\n2033-1-0\t1\tthree\n2033-1-1\t1\tfour\n");
  const auto exams = prepare_speaker_exams(folder / "data", made_by_a_fake_decoder, folder / "scratch");
  ASSERT_TRUE(exams);
  const auto mix = std::ranges::find(*exams, "mix 3a", &SpeechExam::name);
  ASSERT_NE(mix, exams->end());
  EXPECT_EQ(mix->reference, "one\nthree\ntwo\nfour\n");
  ASSERT_EQ(mix->turns.size(), 4U);
  EXPECT_EQ(mix->turns[2].speaker, 0);
  EXPECT_NEAR(mix->turns[2].start, 1 + 4 / 16000.0, 1e-9);
  EXPECT_EQ(Wav::open(mix->wav)->samples(), 4 * (2 + 8000U));
}

TEST(Exams, TakeWhoSpeaksAndWhatFromTheFilesBesideTheSound) {
  PrivateFolder folder;
  ASSERT_TRUE(make_folder(folder / "data" / "librispeech-other" / "dev" / "conv"));
  const std::string stem = "data/librispeech-other/dev/conv/conv_1688_2033";
  folder.write(stem + ".opus", "sound");
  folder.write(stem + ".rttm", "SPEAKER conv_1688_2033 1 0.5 2 <NA> <NA> 1688 <NA> <NA>\n");
  folder.write(stem + ".stm", "conv_1688_2033 1 1688 0.500 2.500 there's iron they say\n");
  const auto exams = prepare_speaker_exams(folder / "data", made_by_a_fake_decoder, folder / "scratch");
  ASSERT_TRUE(exams);
  ASSERT_EQ(exams->size(), 1U);
  EXPECT_EQ(exams->front().reference, " there's iron they say\n");
  EXPECT_THAT(exams->front().turns, ElementsAre(SpeakerTurn{0.5, 2.5, 0}));
}

TEST(Exams, AreNotFoundInAnEmptyFolder) {
  PrivateFolder folder;
  EXPECT_EQ(prepare_exams(folder.path(), made_by_a_fake_decoder, folder / "scratch").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace podpromo
