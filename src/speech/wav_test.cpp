#include "speech/wav.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/private_folder.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WavFile : public testing::Test {
 protected:
  PrivateFolder folder_;
  fs::path file_ = folder_ / "sound.wav";
};

TEST_F(WavFile, GivesItsSamples) {
  write_wav(file_, {0, 16384, -32768, 32767});
  const auto wav = Wav::open(file_);
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->samples(), 4U);
  EXPECT_THAT(*wav->read(1, 2), ElementsAre(0.5F, -1.0F));
}

TEST_F(WavFile, IsCutToWhatIsThere) {
  write_wav(file_, {0, 16384});
  const auto wav = Wav::open(file_);
  ASSERT_TRUE(wav);
  EXPECT_THAT(*wav->read(1, 100), ElementsAre(0.5F));
  EXPECT_THAT(*wav->read(7, 1), IsEmpty());
}

TEST_F(WavFile, IsReadBySeconds) {
  write_wav(file_, std::vector<std::int16_t>(32000, 8192));
  const auto wav = Wav::open(file_);
  ASSERT_TRUE(wav);
  EXPECT_DOUBLE_EQ(wav->duration_s(), 2);
  EXPECT_EQ(wav->read_span(0.5, 1.0)->size(), 8000U);
  EXPECT_EQ(wav->read_span(1.5, 9.0)->size(), 8000U);
}

TEST_F(WavFile, GoesToTheEndWhenItsLengthWasNeverFilledIn) {
  write_wav(file_, {1, 2, 3});
  std::string bytes = *read_whole(file_);
  bytes.replace(40, 4, "\xFF\xFF\xFF\xFF");
  folder_.write("sound.wav", bytes);
  EXPECT_EQ(Wav::open(file_)->samples(), 3U);
}

TEST_F(WavFile, RefusesOtherSounds) {
  write_wav(file_, {1, 2, 3});
  std::string bytes = *read_whole(file_);
  bytes[24] = 0x44;  // another sample rate
  folder_.write("sound.wav", bytes);
  EXPECT_EQ(Wav::open(file_).error().fault, Fault::unreadable_media);
}

TEST_F(WavFile, RefusesOtherFiles) {
  folder_.write("sound.wav", "ID3 not a wav");
  EXPECT_EQ(Wav::open(file_).error().fault, Fault::unreadable_media);
  EXPECT_EQ(Wav::open(folder_ / "missing.wav").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace podpromo
