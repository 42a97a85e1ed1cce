#include "speech/evaluate_sets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/private_folder.hpp"
#include "speech/wav.hpp"
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

TEST(Exams, AreNotFoundInAnEmptyFolder) {
  PrivateFolder folder;
  EXPECT_EQ(prepare_exams(folder.path(), made_by_a_fake_decoder, folder / "scratch").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace podpromo
