#include "models/speaker_weights.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "base/sha256.hpp"
#include "models/private_folder.hpp"

namespace podpromo {
namespace {

// Every number of this source is its own place, counted in floats from the beginning of the layers.
std::string numbered_source() {
  std::string bytes;
  bytes.resize(17'090'379);
  const auto put = [&](std::size_t at, float number) { std::memcpy(bytes.data() + at, &number, sizeof number); };
  for (std::size_t i = 0; i < 1'357'824; ++i) put(269'883 + 4 * i, static_cast<float>(i));
  for (std::size_t i = 0; i < 65'536; ++i) put(7'731 + 4 * i, -static_cast<float>(i));
  for (std::size_t i = 0; i < 256; ++i) put(6'699 + 4 * i, 0.5F);
  return bytes;
}

class SpeakerWeightsFile : public ::testing::Test {
 protected:
  SpeakerWeightsFile() { folder_.write("pretrained.pt", numbered_source()); }
  float number(std::size_t index) const {
    float value = 0;
    std::memcpy(&value, made_.data() + 8 + 4 * index, sizeof value);
    return value;
  }
  Result<SpeakerWeights> convert() {
    auto converted = convert_speaker_weights(folder_ / "pretrained.pt", folder_ / "out.bin");
    made_ = read_whole(folder_ / "out.bin").value_or("");
    return converted;
  }
  PrivateFolder folder_;
  std::string made_;
};

TEST_F(SpeakerWeightsFile, HasEachLayersMatricesBesideTheSumOfItsBiases) {
  const auto converted = convert();
  ASSERT_TRUE(converted);
  EXPECT_EQ(made_.size(), converted->bytes);
  EXPECT_EQ(sha256_hex(made_), converted->sha256);
  EXPECT_EQ(number(0), 0);
  EXPECT_EQ(number(40'960 + 262'143), 40'960 + 262'143);
  EXPECT_EQ(number(303'104), 1'351'680 + 1'352'704);  // the first layer's biases follow its matrices
  EXPECT_EQ(number(303'104 + 1024), 303'104);         // and the second layer's matrices those
}

TEST_F(SpeakerWeightsFile, EndsWithTheLastLayer) {
  ASSERT_TRUE(convert());
  const std::size_t numbers = (made_.size() - 8) / 4;
  EXPECT_EQ(number(numbers - 256 - 65'536 + 7), -7);
  EXPECT_EQ(number(numbers - 1), 0.5F);
}

TEST_F(SpeakerWeightsFile, IsNotMadeOfAnythingElse) {
  folder_.write("pretrained.pt", "a checkpoint of another model");
  EXPECT_EQ(convert().error().fault, Fault::bad_request);
  EXPECT_FALSE(fs::exists(folder_ / "out.bin"));
}

}  // namespace
}  // namespace podpromo
